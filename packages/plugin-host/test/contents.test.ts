import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { discover, fixOf, loadCommand, type CommandFile, type Discovery } from '../src/index.ts';
import { tempFolder, write, writeProject, type PackageFiles } from './support.ts';

const EXPLODE = 'throw new Error("discovery must not run this");';

function found(...packages: readonly PackageFiles[]): Discovery {
  const directory = writeProject(packages);
  return discover({ roots: [{ source: 'managed', directory }], reservedCommands: ['launch'] });
}

function bringing(name: string, cao: Record<string, unknown>, files: Record<string, string> = {}): PackageFiles {
  return { name, cao: { apiVersion: 1, ...cao }, files: { 'c.js': EXPLODE, 'skills/x/SKILL.md': '', ...files } };
}

const command = (summary = 'says hello'): object => ({ file: './c.js', summary });

test('a package may bring only commands, skills or profiles, and nothing is run', () => {
  const cao = { commands: { hello: command() }, skills: './skills', profiles: './profiles' };
  const { commands, skills, profiles, findings } = found(bringing('cao-a', cao, { 'profiles/p.md': '' }));
  expect(findings).toEqual([]);
  expect(commands).toMatchObject([{ name: 'hello', summary: 'says hello', package: 'cao-a', source: 'managed' }]);
  expect(skills).toMatchObject([{ package: 'cao-a', folder: expect.stringMatching(/cao-a.skills$/) as string }]);
  expect(profiles).toMatchObject([{ package: 'cao-a', folder: expect.stringMatching(/cao-a.profiles$/) as string }]);
});

test('names of CAO are refused, and the first package has a name', () => {
  const { commands, findings } = found(
    bringing('cao-a', { commands: { launch: command(), hello: command('first') } }),
    bringing('cao-b', { commands: { hello: command('second') } }),
  );
  expect(commands.map(({ summary }) => summary)).toEqual(['first']);
  expect(findings.map(({ package: name, reason, message }) => [name, reason, message])).toEqual([
    ['cao-a', 'reserved_name', 'command launch of cao-a is not used: the name belongs to CAO.'],
    ['cao-b', 'duplicate', 'command hello of cao-b is not used: cao-a (managed) has it already.'],
  ]);
  expect(fixOf(findings[0]!)).toContain('another name');
});

test.each([
  ['a file for a folder', { skills: './c.js' }, 'missing_file'],
  ['a folder that is not there', { profiles: './nowhere' }, 'missing_file'],
  ['a folder outside of the package', { skills: './../other' }, 'invalid_manifest'],
  ['a name that is an option', { commands: { '--help': command() } }, 'invalid_manifest'],
  ['a summary of two lines', { commands: { hello: command('one\ntwo') } }, 'invalid_manifest'],
  ['a command without a summary', { commands: { hello: './c.js' } }, 'invalid_manifest'],
])('%s is a finding', (_, cao, reason) => {
  const discovery = found(bringing('cao-a', cao));
  expect([discovery.commands, discovery.skills, discovery.profiles]).toEqual([[], [], []]);
  expect(discovery.findings).toMatchObject([{ package: 'cao-a', reason }]);
});

test('a link does not lead out of the package', () => {
  const directory = writeProject([bringing('cao-a', { skills: './linked' })]);
  const elsewhere = tempFolder();
  symlinkSync(elsewhere, join(directory, 'node_modules/cao-a/linked'));
  const { skills, findings } = discover({ roots: [{ source: 'managed', directory }] });
  expect(skills).toEqual([]);
  expect(findings).toMatchObject([{ reason: 'missing_file' }]);
});

const GOOD = "export const command = { description: 'd', examples: [{ command: 'cao x' }], run: async () => 0 };";

function file(source: string): CommandFile {
  const directory = tempFolder();
  write(join(directory, 'package.json'), '{"type":"module"}');
  write(join(directory, 'c.js'), source);
  const where = { directory, file: join(directory, 'c.js'), source: 'managed' as const };
  return { name: 'hello', package: 'cao-a', version: '1.0.0', summary: '', ...where };
}

test('a command is loaded, with or without the SDK', async () => {
  expect(await loadCommand(file(GOOD), process)).toMatchObject({ description: 'd' });
});

test.each([
  ['throws', 'throw new Error("no network");', 'no network'],
  ['hangs', 'await new Promise(() => {});', 'did not finish within 200 ms'],
  ['exits', `process.exit(3); ${GOOD}`, 'ends the program'],
  ['exits and swallows that', `try { process.exit(3) } catch {} ${GOOD}`, 'ends the program'],
  ['has no command', 'export const x = 1;', 'has no export "command"'],
  ['has no example', GOOD.replace("{ command: 'cao x' }", ''), 'needs an example'],
  ['is for later versions', GOOD.replace('run:', "[Symbol.for('cao.command')]: 2, run:"), 'version 2 of the interface'],
])('a command whose module %s is told of with its package', async (_, source, what) => {
  const loading = loadCommand(file(source), process, 200);
  await expect(loading).rejects.toMatchObject({ code: 'plugin_failed' });
  await expect(loading).rejects.toThrow(new RegExp(`^Command hello of cao-a cannot be loaded: .*${what}`, 's'));
});
