import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Io, OutputStream } from '../../src/io.ts';
import { run } from '../../src/run.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Port of the server to talk to; a port where nobody listens unless given. */
  readonly port?: number;
  readonly stdin?: string;
  readonly tty?: boolean;
  /** Told all of the stream after each write. */
  readonly onOut?: (text: string) => void;
  readonly onErr?: (text: string) => void;
  /** Presses Ctrl-C when it resolves. */
  readonly interrupt?: Promise<unknown>;
}

/** A temporary folder; CAO's home is `home` in it. */
export interface Place extends Disposable {
  readonly root: string;
  readonly home: string;
}

export function place(): Place {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'cao-cli-')));
  return {
    root,
    home: path.join(root, 'home'),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Runs one command line in this process, against real files and real HTTP, with streams of its own. */
export async function cao(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const written = { out: '', err: '' };
  const stream = (to: 'out' | 'err'): OutputStream => ({
    isTTY: options.tty ?? false,
    columns: 100,
    rows: 30,
    write(data) {
      written[to] += typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
      (to === 'err' ? options.onErr : options.onOut)?.(written[to]);
    },
  });
  const [stdout, stderr] = [stream('out'), stream('err')];
  const running = new Set<AbortController>();
  let interrupted = false;
  function pressCtrlC(): void {
    interrupted = true;
    for (const controller of running) controller.abort();
  }
  void options.interrupt?.then(pressCtrlC);
  const stdin = Object.assign(Readable.from(options.stdin === undefined ? [] : [options.stdin]), {
    isTTY: options.tty ?? false,
  });
  const io: Io = {
    env: {
      CAO_HOME_DIR: options.home ?? '/nowhere/cao',
      CAO_API_PORT: String(options.port ?? 1),
      TERM: 'xterm-256color',
      ...options.env,
    },
    cwd: options.home === undefined ? '/nowhere' : path.dirname(options.home),
    userHome: options.home === undefined ? '/nowhere' : path.dirname(options.home),
    stdin,
    stdout,
    stderr,
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    now: () => performance.now(),
    onResize: () => () => undefined,
    interrupted: () => interrupted,
    async interruptible(work) {
      const controller = new AbortController();
      running.add(controller);
      try {
        return await work(controller.signal);
      } finally {
        running.delete(controller);
      }
    },
    become: () => Promise.reject(new Error('not in a test')),
    onExit: () => () => undefined,
  };
  const code = await run(words, io);
  return { code, ...written };
}
