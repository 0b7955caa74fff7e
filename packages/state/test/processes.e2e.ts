import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquireLock } from '../src/index.ts';
import { addMessage, open, openWithTerminal, tempFolder } from './support.ts';

const PACKAGE = join(import.meta.dirname, '..');
const FIXTURES = join(import.meta.dirname, 'fixtures');

interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  line(): Promise<string>;
  exited(): Promise<number | null>;
}

function start(file: string, ...args: string[]): Program {
  const child = spawn(process.execPath, [file, ...args]);
  const exit = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stderr.pipe(process.stderr);
  const lines = lineReader(child);
  return {
    child,
    line: async () => (await lines.next()).value ?? '',
    exited: async () => (await exit)[0] as number | null,
  };
}

async function* lineReader(child: ChildProcessWithoutNullStreams): AsyncGenerator<string, string> {
  let rest = '';
  for await (const chunk of child.stdout) {
    const parts = (rest + String(chunk)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  return rest;
}

async function kill(program: Program): Promise<void> {
  program.child.kill('SIGKILL');
  await program.exited();
}

test('a process killed inside a transaction leaves what it committed before, and no lock', async () => {
  const path = join(tempFolder(), 'cao.db');
  const program = start(join(FIXTURES, 'hold-transaction.mjs'), path);
  expect(await program.line()).toBe('inside');
  await kill(program);

  const state = open(path);
  expect(state.sessions.list().map((session) => session.name)).toEqual(['cao-committed']);
  state.transaction(() => state.sessions.markDeleted(1, 5));
  expect(state.sessions.list()).toEqual([]);
});

test('a lock keeps other processes out and goes with its holder, however it dies', async () => {
  const path = join(tempFolder(), 'server.lock');
  const holder = start(join(FIXTURES, 'hold-lock.mjs'), path);
  expect(await holder.line()).toBe('held');
  expect(acquireLock(path)).toBeUndefined();

  await kill(holder);
  const lock = acquireLock(path);
  expect(lock).toBeDefined();
  expect(await start(join(FIXTURES, 'hold-lock.mjs'), path).line()).toBe('refused');
  lock!.release();
});

test('processes that race for one queue share its messages without a double, each in order', async () => {
  const path = join(tempFolder(), 'cao.db');
  const { state } = openWithTerminal(path);
  const sent = Array.from({ length: 400 }, (_, index) => addMessage(state, 'aaaaaaaa', `m${index}`).id);

  const programs = ['one', 'two', 'three'].map((name) => start(join(FIXTURES, 'claim-all.mjs'), path, name));
  for (const program of programs) expect(await program.line()).toBe('ready');
  for (const program of programs) program.child.stdin.write('go\n');
  const received = await Promise.all(programs.map(async (program) => JSON.parse(await program.line()) as number[]));

  expect(received.flat().sort((a, b) => a - b)).toEqual(sent);
  for (const ids of received) expect(ids).toEqual([...ids].sort((a, b) => a - b));
  const attempts = state.messages.list('aaaaaaaa', { limit: 400 }).map((message) => message.attempts);
  expect(new Set(attempts)).toEqual(new Set([1]));
});

test('processes that read and write in transactions lose no update', async () => {
  const path = join(tempFolder(), 'cao.db');
  const { state } = openWithTerminal(path);
  const programs = ['one', 'two'].map(() => start(join(FIXTURES, 'count-up.mjs'), path, '200'));
  for (const program of programs) expect(await program.line()).toBe('ready');
  for (const program of programs) program.child.stdin.write('go\n');
  for (const program of programs) expect(await program.line()).toBe('done');
  expect(state.terminals.get('aaaaaaaa')?.epoch).toBe(401);
});

test('processes that open a new database at once all succeed', async () => {
  const path = join(tempFolder(), 'cao.db');
  const programs = Array.from({ length: 4 }, () => start(join(FIXTURES, 'open-once.mjs'), path));
  const answers = await Promise.all(programs.map((program) => program.line()));
  expect(answers).toEqual(['opened', 'opened', 'opened', 'opened']);
});

// Node 22 and later run every better-sqlite3, so there is nothing to refuse.
test.skipIf(Number.parseInt(process.versions.node, 10) >= 22)(
  'a better-sqlite3 that does not fit is refused before it is loaded',
  async () => {
    const folder = tempFolder();
    const modules = join(folder, 'node_modules');
    const state = join(modules, '@cao/state');
    mkdirSync(join(modules, 'better-sqlite3'), { recursive: true });
    mkdirSync(state, { recursive: true });
    for (const part of ['dist', 'migrations', 'package.json'])
      cpSync(join(PACKAGE, part), join(state, part), { recursive: true });
    symlinkSync(join(PACKAGE, 'node_modules/@cao/contracts'), join(modules, '@cao/contracts'));
    symlinkSync(join(PACKAGE, 'node_modules/drizzle-orm'), join(modules, 'drizzle-orm'));
    writeFileSync(join(modules, 'better-sqlite3/package.json'), '{ "name": "better-sqlite3", "version": "13.2.0" }');
    writeFileSync(join(modules, 'better-sqlite3/index.js'), 'process.abort();');
    cpSync(join(FIXTURES, 'open-once.mjs'), join(folder, 'open-once.mjs'));

    const program = start(join(folder, 'open-once.mjs'), join(folder, 'cao.db'));
    expect(await program.line()).toBe('state_incompatible');
    expect(await program.exited()).toBe(0);
  },
);
