import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { TempHome } from '../home/temp-home.ts';
import type { Env } from './clean-env.ts';
import { SERVER_PROGRAM } from './programs.ts';

export interface StartServerOptions {
  readonly home: TempHome;
  /** Over the home's own environment. */
  readonly env?: Env;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Further flags of the program. */
  readonly args?: readonly string[];
  /** Another program with the same manners, for tests of this function. */
  readonly program?: string;
}

/** A running `cao-server`, a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Of the present process; changes with `restart`. */
  readonly pid: number;
  /** The end of what it wrote to either output since the first start. */
  output(): string;
  /** Asks it to end and waits until it has. Returns the exit code. */
  stop(): Promise<number | null>;
  /** Ends it without a warning and waits until it has. */
  kill9(): Promise<void>;
  /** Starts it again on the same port, after stopping what still runs. */
  restart(env?: Env): Promise<void>;
}

const Ready = z.object({ listening: z.url() });

/** A cold start on a busy machine. */
const READY_LIMIT_MS = 30_000;

/** Shutdown drains plugins and lets go of terminals; after this it is stuck. */
const STOP_LIMIT_MS = 15_000;

const OUTPUT_KEPT = 64 * 1024;

/** Starts the built server and waits until it listens. */
export async function startServer(options: StartServerOptions): Promise<ServerProcess> {
  let output = '';
  const keep = (text: string): void => {
    output = (output + text).slice(-OUTPUT_KEPT);
  };
  const launch = async (port: number, env?: Env): Promise<{ child: ChildProcess; url: URL }> => {
    const program = options.program ?? SERVER_PROGRAM;
    const args = ['--host', '127.0.0.1', '--port', String(port), '--ready-json', ...(options.args ?? [])];
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...options.home.env, ...options.env, ...env },
      cwd: options.home.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.setEncoding('utf8').on('data', keep);
    try {
      return { child, url: await readyUrl(child, keep) };
    } catch (error) {
      await end(child, 'SIGKILL');
      throw new Error(`the server did not start; it said:\n${output}`, { cause: error });
    }
  };

  let { child, url } = await launch(options.port ?? 0);
  const stop = (): Promise<number | null> => end(child, 'SIGTERM');
  return {
    url: url.origin,
    port: Number(url.port),
    get pid() {
      return child.pid!;
    },
    output: () => output,
    stop,
    async kill9() {
      await end(child, 'SIGKILL');
    },
    async restart(env) {
      await stop();
      ({ child, url } = await launch(Number(url.port), env));
    },
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}

/** The address in the first line that is the ready message. Rejects when the program ends or takes too long. */
function readyUrl(child: ChildProcess, keep: (text: string) => void): Promise<URL> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready within ${READY_LIMIT_MS} ms`)), READY_LIMIT_MS);
    const finish = (action: () => void): void => {
      clearTimeout(timer);
      action();
    };
    child.once('error', (error) => finish(() => reject(error)));
    child.once('exit', (code, signal) => finish(() => reject(new Error(`exited with ${signal ?? code}`))));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      keep(`${line}\n`);
      const ready = line.startsWith('{') ? Ready.safeParse(JSON.parse(line)) : undefined;
      if (ready?.success === true) finish(() => resolve(new URL(ready.data.listening)));
    });
  });
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await exited;
  clearTimeout(timer);
  return child.exitCode;
}
