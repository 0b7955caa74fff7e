import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { tempFolder, writePackage, writeProject } from './support.ts';

const WORKSPACE = join(import.meta.dirname, '../../..');
const PROGRAM = join(import.meta.dirname, 'fixtures/run-plugins.mjs');

/** In a process of its own, so that modules resolve as they do for a user. */
async function run(source: 'managed' | 'built-in', directory: string, home: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, source, directory, home]);
  return JSON.parse(stdout);
}

/** Two different copies of the SDK, as npm installs them when versions differ. */
function pluginWithOwnSdk(project: string, name: string): void {
  const directory = writePackage(join(project, 'node_modules', name), {
    name,
    cao: { apiVersion: 1, plugin: './index.js' },
    files: {
      'index.js': `
        import { definePlugin } from '@cao/plugin-sdk';
        const where = import.meta.resolve('@cao/plugin-sdk');
        export const plugin = definePlugin({ name: 'x', hooks: { post_kill_session() { seen.push(where); } } });
      `,
    },
  });
  const sdk = join(directory, 'node_modules/@cao/plugin-sdk');
  mkdirSync(sdk, { recursive: true });
  for (const part of ['package.json', 'dist']) {
    cpSync(join(WORKSPACE, 'packages/plugin-sdk', part), join(sdk, part), { recursive: true });
  }
  symlinkSync(join(WORKSPACE, 'packages/contracts'), join(directory, 'node_modules/@cao/contracts'));
}

test('plugins that bring copies of the SDK of their own both work', async () => {
  const project = writeProject([{ name: 'one' }, { name: 'two' }]);
  pluginWithOwnSdk(project, 'one');
  pluginWithOwnSdk(project, 'two');
  expect(await run('managed', project, tempFolder())).toEqual({
    seen: [expect.stringContaining('/one/node_modules/@cao/'), expect.stringContaining('/two/node_modules/@cao/')],
    providers: [],
    findings: [],
  });
});

test('CommonJS packages work however they were compiled', async () => {
  const sources = {
    assigned: `module.exports = PLUGIN;`,
    'by-name': `exports.plugin = PLUGIN;`,
    // Node cannot see the names of these two without running them.
    computed: `Object.assign(exports, { plugin: PLUGIN });`,
    transpiled: `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = PLUGIN;`,
  };
  const packages = Object.entries(sources).map(([name, source]) => {
    const made = `{ name: 'x', hooks: { post_kill_session() { seen.push('${name}'); } } }`;
    const cao = { apiVersion: 1, plugin: './index.js' };
    return { name, type: 'commonjs' as const, cao, files: { 'index.js': source.replace('PLUGIN', made) } };
  });
  expect(await run('managed', writeProject(packages), tempFolder())).toEqual({
    seen: Object.keys(sources),
    providers: [],
    findings: [],
  });
});

test('built packages of the workspace are found beside a host that depends on them, and work', async () => {
  const home = tempFolder();
  const host = join(tempFolder(), 'server');
  const packages = { '@cao/plugin-event-log': 'plugins/event-log', '@cao/provider-mock-cli': 'providers/mock-cli' };
  writePackage(host, { name: 'server', dependencies: packages });
  mkdirSync(join(host, 'node_modules/@cao'), { recursive: true });
  for (const [name, path] of Object.entries(packages)) {
    symlinkSync(join(WORKSPACE, path), join(host, 'node_modules', name));
  }

  expect(await run('built-in', host, home)).toEqual({ seen: [], providers: ['mock_cli'], findings: [] });
  expect(JSON.parse(readFileSync(join(home, 'logs/events.jsonl'), 'utf8'))).toMatchObject({
    id: 1,
    type: 'post_kill_session',
    data: { session_name: 'cao-a' },
  });
});
