import type { TempHome } from '../home/temp-home.ts';
import type { Env } from './clean-env.ts';
import { CLI_PROGRAM } from './programs.ts';
import { run, type RunResult } from './run.ts';

export interface RunCaoOptions {
  readonly home: TempHome;
  /** Over the home's own environment. */
  readonly env?: Env;
  /** Default: the project of the home. */
  readonly cwd?: string;
  readonly input?: string;
  /** Default one minute: longer than any command that does not wait for an agent. */
  readonly timeoutMs?: number;
}

/** Runs `cao` as a person would, without a terminal. */
export function runCao(args: readonly string[], options: RunCaoOptions): Promise<RunResult> {
  const { home, env, cwd = home.cwd, input, timeoutMs = 60_000 } = options;
  return run(process.execPath, [CLI_PROGRAM, ...args], { env: { ...home.env, ...env }, cwd, input, timeoutMs });
}
