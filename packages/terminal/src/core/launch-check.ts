import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { SpawnSpec } from '../backend.ts';
import { TerminalError } from '../errors.ts';

/** Linux refuses a single argument or variable from this length on; a launch that long belongs into a file. */
const MAX_ARGUMENT_BYTES = 128 * 1024;

/** Enough for any interpreter line; kernels read no more. */
const INTERPRETER_LINE_BYTES = 256;

/** What is searched when the environment has no PATH, as execvp does. */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * Finds the program of `spec` and refuses what could not start, with the reason: after the fork a failure is nothing but an
 * exit code and a line on the screen.
 */
export async function checkLaunch(spec: SpawnSpec): Promise<string> {
  checkStrings(spec);
  await checkDirectory(spec.cwd);
  const program = await findProgram(spec);
  await checkInterpreter(program);
  return program;
}

function checkStrings(spec: SpawnSpec): void {
  const variables = Object.entries(spec.env).map(([name, value]) => `${name}=${value}`);
  for (const text of [...spec.argv, spec.cwd, ...variables]) {
    if (text.includes('\0')) throw failed('an argument or variable contains a NUL character');
    if (Buffer.byteLength(text) >= MAX_ARGUMENT_BYTES) {
      throw failed(`an argument or variable is longer than ${MAX_ARGUMENT_BYTES} bytes`, 'Pass long text in a file.');
    }
  }
}

async function checkDirectory(cwd: string): Promise<void> {
  const facts = await stat(cwd).catch(() => undefined);
  if (!facts) throw failed(`the working directory ${cwd} does not exist`, 'Create it or choose another one.');
  if (!facts.isDirectory()) throw failed(`the working directory ${cwd} is not a directory`);
  const enterable = await access(cwd, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!enterable) throw failed(`the working directory ${cwd} may not be entered`);
}

async function findProgram({ argv: [name], cwd, env }: SpawnSpec): Promise<string> {
  if (name === '') throw failed('the program has no name');
  if (name.includes('/')) {
    const path = resolve(cwd, name);
    const problem = await whyNotExecutable(path);
    if (problem) throw failed(`${path} ${problem}`);
    return path;
  }
  let denied: string | undefined;
  for (const folder of (env['PATH'] || DEFAULT_PATH).split(delimiter)) {
    const path = resolve(cwd, join(folder, name));
    const problem = await whyNotExecutable(path);
    if (!problem) return path;
    if (problem !== 'does not exist') denied ??= `${path} ${problem}`;
  }
  throw failed(denied ?? `the program ${name} was not found in PATH`, 'Install it, or correct PATH.');
}

async function whyNotExecutable(path: string): Promise<string | undefined> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts) return 'does not exist';
  if (!facts.isFile()) return 'is not a file';
  return access(path, constants.X_OK).then(
    () => undefined,
    () => 'is not executable',
  );
}

async function checkInterpreter(program: string): Promise<void> {
  const interpreter = await readInterpreter(program);
  if (interpreter === undefined) return;
  const problem = await whyNotExecutable(interpreter);
  if (problem) throw failed(`${program} needs ${interpreter}, which ${problem}`);
}

async function readInterpreter(program: string): Promise<string | undefined> {
  const file = await open(program, 'r').catch(() => undefined);
  if (!file) return undefined; // Executable without being readable: no script.
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(INTERPRETER_LINE_BYTES), 0, INTERPRETER_LINE_BYTES, 0);
    return /^#![ \t]*(\/[^\s]+)/.exec(buffer.toString('utf8', 0, bytesRead))?.[1];
  } finally {
    await file.close();
  }
}

function failed(why: string, hint?: string): TerminalError {
  return new TerminalError('spawn_failed', `The program was not started: ${why}.`, { hint });
}
