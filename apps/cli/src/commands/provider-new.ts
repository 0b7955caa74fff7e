import path from 'node:path';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';

export const providerNew = defineCommand({
  description:
    'Writes the package of a new provider: it builds, passes its tests and drives the scripted program that comes with CAO before you change a line. With --command it starts your CLI, bare, and its tests list what is left to do.\ndocs/writing-a-provider.md goes on from there.',
  arguments: [{ name: 'ID', help: 'id of the provider in snake_case, as goose_cli', complete: 'terminal' }],
  options: {
    dir: {
      type: 'text',
      value: 'DIR',
      help: 'folder of the package, new or empty; ./<id with dashes> unless given',
      complete: 'directory',
    },
    command: { type: 'text', value: 'NAME', help: "your CLI's program, on PATH or as an absolute path" },
    name: { type: 'text', value: 'PACKAGE', help: 'npm name; cao-provider-<id with dashes> unless given' },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao provider new goose_cli --command goose' },
    { command: 'cao provider new trial_cli', note: 'against the scripted program' },
    { command: 'cao provider new goose_cli --dir ~/src/goose --name @me/cao-goose --command goose' },
  ],
  async run({ args: [id], options }, io) {
    const { createProvider } = await import('@cao/create-provider');
    const created = await createProvider({
      id,
      directory: path.resolve(io.cwd, options.dir ?? id.replaceAll('_', '-')),
      packageName: options.name,
      command: options.command,
      onProgress: (text) => io.err(`${text}\n`),
    });
    if (options.json) {
      io.out(json(created));
      return EXIT.ok;
    }
    const { directory, files, packageName, command } = created;
    io.out(`${styleFor(io.stdout, io.env).green('✓')} ${packageName} is in ${directory} (${files.length} files)\n`);
    io.out(`\nNext:\n${nextSteps(shown(directory, io), id, command)}`);
    return EXIT.ok;
  },
});

function nextSteps(folder: string, id: string, command: string | undefined): string {
  const steps = [
    [`cd ${folder}`, ''],
    ['npm install', ''],
    ['npm run build', ''],
    ['npm test', command === undefined ? 'all green' : 'green; what is skipped is left to do'],
    ['cao provider add .', 'a running server has it at once'],
    [`cao launch --agents developer --provider ${id}`, `${command ?? 'the scripted program'} in your terminal`],
  ] as const;
  return steps.map(([line, note]) => `  ${note === '' ? line : `${line.padEnd(50)} # ${note}`}\n`).join('');
}

/** As it is typed from where the person is. */
function shown(directory: string, io: Io): string {
  const relative = path.relative(io.cwd, directory);
  const near = relative === '' ? '.' : relative;
  const word = near.startsWith(`..${path.sep}..`) ? directory : near;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
