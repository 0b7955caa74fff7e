import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What plugins and providers import of CAO. Each is there once, as this CAO has it, and never fetched from anywhere. */
const SHARED = ['@cao/plugin-sdk', '@cao/provider-sdk', '@cao/contracts'] as const;

/** The dependencies a managed project has because of them. */
export function shimDependencies(): Record<string, string> {
  return Object.fromEntries(SHARED.map((name) => [name, `file:./sdk/${folderOf(name)}`]));
}

/** Writes small packages that stand for CAO's own ones and lead to them, wherever CAO is installed now. Writes only what is another. */
export function writeShims(project: string): void {
  for (const name of SHARED) {
    const entry = import.meta.resolve(name);
    const folder = join(project, 'sdk', folderOf(name));
    const manifest = {
      name,
      version: versionOf(fileURLToPath(entry)),
      description: 'Leads to the package of the CAO that is installed here.',
      private: true,
      type: 'module',
      exports: './index.js',
      // It has neither, and is no package that somebody forgot to make one.
      cao: { apiVersion: 1 },
    };
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    write(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    write(join(folder, 'index.js'), `export * from ${JSON.stringify(entry)};\n`);
  }
}

/** After an update of CAO, or when it has moved. */
export function mendShims(project: string): void {
  if (existsSync(join(project, 'sdk'))) writeShims(project);
}

function folderOf(name: string): string {
  return name.split('/').at(-1) ?? name;
}

function versionOf(entry: string): string {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    if (folder === dirname(folder)) return '0.0.0';
  }
}

function write(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}
