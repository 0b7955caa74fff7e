import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export interface PackageText {
  readonly name: string;
  readonly version?: string;
  readonly source: string;
  readonly cao?: unknown;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Writes the package of one plugin, called after the last part of the package's name unless `cao` says otherwise. */
export function pluginFolder(parent: string, { name, version = '1.0.0', source, cao, more }: PackageText): string {
  const folder = path.join(parent, name.replaceAll('/', '-'));
  const plugin = name.split('/').at(-1) ?? name;
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name,
    version,
    type: 'module',
    peerDependencies: { '@cao/plugin-sdk': '^0.1.0' },
    cao: cao ?? { apiVersion: 1, plugins: { [plugin]: './index.js' } },
    ...more,
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'index.js'), source);
  return folder;
}

/** A plugin that notes what it hears in a file of CAO's home. */
export function noting(name: string, more = ''): string {
  return `import { appendFileSync } from 'node:fs';
    import { definePlugin } from '@cao/plugin-sdk';
    const note = (home, text) => appendFileSync(home + '/heard.txt', '${name} ' + text + '\\n');
    export const plugin = definePlugin({ name: '${name}', ${more}
      hooks: { post_create_session: ({ data }, { home }) => note(home, data.session_name) } });`;
}

/** What `npm pack` makes of a folder. */
export function tarball(folder: string, to: string): string {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const file = path.join(to, `${manifest.name.replace('@', '').replaceAll('/', '-')}-${manifest.version}.tgz`);
  const draft = mkdtempSync(path.join(to, 'pack-'));
  const whole = realpathSync(folder);
  cpSync(whole, path.join(draft, 'package'), {
    recursive: true,
    filter: (one) => !path.relative(whole, one).split(path.sep).includes('node_modules'),
  });
  execFileSync('tar', ['-czf', file, '-C', draft, 'package']);
  rmSync(draft, { recursive: true });
  return file;
}

export interface Registry extends AsyncDisposable {
  readonly url: string;
  /** Makes a version of a package installable. */
  publish(tgz: string): void;
}

/** As much of an npm registry as npm needs to install a package. */
export async function registry(): Promise<Registry> {
  const versions = new Map<string, Map<string, { manifest: Record<string, unknown>; tgz: string }>>();
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname).slice(1);
    const file = [...versions.values()]
      .flatMap((all) => [...all.values()])
      .find(({ tgz }) => asked.endsWith(path.basename(tgz)));
    if (file !== undefined) return void response.end(readFileSync(file.tgz));
    const known = versions.get(asked);
    if (known === undefined) return void response.writeHead(404).end('{}');
    const all = Object.fromEntries(
      [...known].map(([version, { manifest, tgz }]) => [
        version,
        { ...manifest, dist: { tarball: `${self.url}/-/${path.basename(tgz)}` } },
      ]),
    );
    const latest = [...known.keys()].at(-1);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name: asked, 'dist-tags': { latest }, versions: all }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const self: Registry = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publish(tgz) {
      const text = execFileSync('tar', ['-xOzf', tgz, 'package/package.json'], { encoding: 'utf8' });
      const manifest = JSON.parse(text) as { name: string; version: string };
      const known = versions.get(manifest.name) ?? new Map();
      known.set(manifest.version, { manifest, tgz });
      versions.set(manifest.name, known);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return self;
}
