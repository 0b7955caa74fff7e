import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import type { Env } from './clean-env.ts';

export interface RunOptions {
  /** The whole environment. */
  readonly env: Env;
  readonly cwd?: string | undefined;
  /** Standard input; empty when absent. */
  readonly input?: string | undefined;
  /** Milliseconds after which the program is killed and the call rejects. */
  readonly timeoutMs: number;
}

export interface RunResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. A failing exit code is a result, not an error. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { env, cwd, input = '', timeoutMs } = options;
  const child = spawn(program, args, { env, cwd, timeout: timeoutMs, killSignal: 'SIGKILL' });
  const ended = new Promise<Pick<RunResult, 'code' | 'signal'>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  // A program may end without reading its input; its exit code tells the story.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [{ code, signal }, stdout, stderr] = await Promise.all([ended, buffer(child.stdout), buffer(child.stderr)]);
  if (child.killed) {
    const said = `${stdout.toString()}${stderr.toString()}`.slice(-2000);
    throw new Error(`${program} ${args.join(' ')} did not end within ${timeoutMs} ms; it said:\n${said}`);
  }
  return { code, signal, stdout: stdout.toString(), stderr: stderr.toString() };
}
