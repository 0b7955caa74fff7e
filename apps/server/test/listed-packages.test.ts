import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { addPackage, removePackage } from '../src/listed-packages.ts';

const SOURCE = `export const provider = {
  id: 'ID', title: 'T', binary: 'x', versionArgs: [], parseVersion() {}, installHint: 'h',
  capabilities: { toolRestriction: 'advisory', resume: false, mcp: 'http', nativeAgents: false, commandPrefixes: [] },
  inheritEnv: [], plan() {}, readScreen() {}, readSignal() {}, readReply() {}, submit() {}, resubmit: [],
  answer() {}, interrupt: [], exit: [],
};`;

function place(): { home: string; folder: (name: string, id: string, source?: string) => string } {
  const root = mkdtempSync(join(tmpdir(), 'cao-listed-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return {
    home: join(root, 'home'),
    folder(name, id, source = SOURCE) {
      const folder = join(root, name);
      mkdirSync(folder);
      const cao = { apiVersion: 1, providers: { [id]: './index.js' } };
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type: 'module', cao }));
      if (source !== '') writeFileSync(join(folder, 'index.js'), source.replace('ID', id));
      return folder;
    },
  };
}

const settings = (home: string): unknown => JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'));

it('lists a package once, and keeps everything else of the settings', async () => {
  const { home, folder } = place();
  mkdirSync(home);
  writeFileSync(join(home, 'settings.json'), '{"default_provider":"codex","plugins":{"disabled":["x"]}}');
  const one = folder('one', 'one_cli');
  expect(await addPackage(one, home)).toMatchObject({ package: 'one', added: true, providers: [{ id: 'one_cli' }] });
  expect(await addPackage(one, home)).toMatchObject({ added: false });
  expect(settings(home)).toEqual({ default_provider: 'codex', plugins: { disabled: ['x'], packages: [one] } });
});

it('makes the settings of a home that has none, and takes packages out by id, name or folder', async () => {
  const { home, folder } = place();
  const folders = ['one', 'two', 'three'].map((name) => folder(name, `${name}_cli`));
  for (const each of folders) await addPackage(each, home);
  expect(removePackage('one_cli', '/elsewhere', home)).toBe(folders[0]);
  expect(removePackage('two', '/elsewhere', home)).toBe(folders[1]);
  expect(removePackage('./three', folders[2] ?? '', home)).toBe(folders[2]);
  expect(settings(home)).toEqual({ plugins: { packages: [] } });
  expect(() => removePackage('one_cli', '/elsewhere', home)).toThrow(expect.objectContaining({ code: 'not_found' }));
});

it.each([
  ['is not built', 'one_cli', '', 'does not exist', 'npm run build'],
  ['throws', 'one_cli', 'throw new Error("a bug")', 'a bug', ''],
  ['is no provider', 'one_cli', 'export const provider = { id: "one_cli" }', 'exports no provider', ''],
  ['has another id', 'one_cli', SOURCE.replace('ID', 'two_cli'), "exports provider 'two_cli'", ''],
])('does not list what %s', async (_, id, source, message, hint) => {
  const { home, folder } = place();
  const error = await addPackage(folder('one', id, source), home).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: expect.stringContaining(message), hint: expect.stringContaining(hint) });
  expect(() => settings(home)).toThrow('ENOENT');
});

it('does not list an id twice, and replaces no settings that it cannot read', async () => {
  const { home, folder } = place();
  await addPackage(folder('one', 'one_cli'), home);
  await expect(addPackage(folder('two', 'one_cli'), home)).rejects.toThrow("Provider 'one_cli' is listed already");
  writeFileSync(join(home, 'settings.json'), '{ "plugins": ');
  await expect(addPackage(folder('three', 'three_cli'), home)).rejects.toThrow('cannot be read');
  expect(readFileSync(join(home, 'settings.json'), 'utf8')).toBe('{ "plugins": ');
});
