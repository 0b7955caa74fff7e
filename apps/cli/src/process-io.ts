import { homedir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { EXIT } from './exit-codes.ts';
import type { Io, OutputStream } from './io.ts';

/** The one place that knows the process: its streams, environment, signals and end. */
export function processIo(host: NodeJS.Process): { io: Io; finish: (code: number) => void } {
  const exitListeners = new Set<() => void>();
  const running = new Set<AbortController>();
  let interrupted: number | undefined;

  function tidy(): void {
    for (const listener of exitListeners) listener();
    exitListeners.clear();
  }
  function end(code: number): never {
    tidy();
    host.exit(code);
  }

  for (const [signal, number] of SIGNALS) {
    host.on(signal, () => {
      // The second Ctrl-C does not wait for anybody.
      if (running.size === 0 || interrupted !== undefined) end(128 + number);
      interrupted = 128 + number;
      for (const controller of running) controller.abort();
    });
  }
  host.on('exit', tidy);
  // The reader of a pipe left (`cao session list | head -1`): nobody is there to be told anything.
  for (const stream of [host.stdout, host.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed));
  }

  const stdout = outputStream(host.stdout);
  const stderr = outputStream(host.stderr);
  const io: Io = {
    env: host.env,
    cwd: host.cwd(),
    userHome: homedir(),
    // A getter, since touching stdin opens it.
    get stdin() {
      return host.stdin;
    },
    stdout,
    stderr,
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    now: () => performance.now(),
    onResize(listener) {
      host.stdout.on('resize', listener);
      return () => host.stdout.off('resize', listener);
    },
    interrupted: () => interrupted !== undefined,
    async interruptible(work) {
      const controller = new AbortController();
      running.add(controller);
      try {
        return await work(controller.signal);
      } finally {
        running.delete(controller);
      }
    },
    async become(script, args) {
      for (const [signal] of SIGNALS) host.removeAllListeners(signal);
      host.argv = [host.execPath, script, ...args];
      await import(pathToFileURL(script).href);
      return new Promise<never>(() => undefined);
    },
    onExit(listener) {
      exitListeners.add(listener);
      return () => exitListeners.delete(listener);
    },
  };
  return {
    io,
    // Pipes are written in the background; the exit waits until the last word is out.
    finish(code) {
      const final = code === EXIT.interrupted ? (interrupted ?? code) : code;
      host.stdout.write('', () => host.stderr.write('', () => end(final)));
    },
  };
}

const SIGNALS = [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const;

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  return {
    get isTTY() {
      return stream.isTTY ?? false;
    },
    get columns() {
      return stream.columns ?? 80;
    },
    get rows() {
      return stream.rows ?? 24;
    },
    write: (data) => void stream.write(data),
  };
}
