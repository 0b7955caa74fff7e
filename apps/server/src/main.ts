import { homedir } from 'node:os';
import { isCaoError } from '@cao/contracts';
import { parseFlags, USAGE, type Flags } from './flags.ts';
import { startServer, type RunningServer } from './serve.ts';
import { VERSION } from './version.ts';

/** A stop takes less than two seconds, and plugins that hang some more; one that hangs must not keep whoever waits for it. */
const STOP_LIMIT_MS = 6000;

await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<void> {
  let flags: Flags;
  try {
    flags = parseFlags(argv);
  } catch (error) {
    process.stderr.write(`${textOf(error)}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  if (flags.help) process.stdout.write(USAGE);
  else if (flags.version) process.stdout.write(`${VERSION}\n`);
  else await run(flags);
}

async function run(flags: Flags): Promise<void> {
  let server: RunningServer | undefined;
  // A plugin may throw where nobody catches it before the server has started.
  let isContained = (_error: unknown): boolean => false;
  process.on('uncaughtException', (error) => {
    if (!isContained(error)) die(error, server);
  });
  process.on('unhandledRejection', (reason) => {
    if (isContained(reason)) return;
    if (server === undefined) die(reason, server);
    server.log.error('a promise was rejected and nobody looked', { error: stackOf(reason) });
  });
  const starting = startServer({
    flags,
    env: process.env,
    userHome: homedir(),
    cwd: process.cwd(),
    root: process.getuid?.() === 0,
    now: Date.now,
    onFatal: (error) => die(error, server),
    onPlugins: (contain) => {
      isContained = contain;
    },
  });
  try {
    // A signal that comes during the start ends the server as soon as it can be ended.
    stopOnSignals(starting);
    server = await starting;
  } catch (error) {
    process.stderr.write(`${textOf(error)}\n`);
    process.exit(1);
  }
  announce(flags, server);
}

function announce(flags: Flags, { url, home, log }: RunningServer): void {
  if (flags.readyJson) {
    process.stdout.write(`${JSON.stringify({ listening: url, pid: process.pid, home, log: log.path })}\n`);
  } else {
    process.stderr.write(`cao-server ${VERSION} listens on ${url} (pid ${process.pid}); log: ${log.path}\n`);
  }
}

function stopOnSignals(starting: Promise<RunningServer>): void {
  let asked = false;
  const stop = (): void => {
    if (asked) return;
    asked = true;
    setTimeout(() => die(new Error('the stop hangs'), undefined), STOP_LIMIT_MS).unref();
    // A start that fails says so itself.
    starting
      .then((server) => server.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => die(error, undefined),
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** The last word goes to the log and to whoever watches; agents go on, and the next server finds them. */
function die(error: unknown, server: RunningServer | undefined): never {
  server?.log.fatal('the server ends because of an error', { error: stackOf(error) });
  process.stderr.write(`${textOf(error)}\n`);
  process.exit(1);
}

function textOf(error: unknown): string {
  const { hint } = error as { hint?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  const known = isCaoError(error) || (error as { name?: unknown }).name === 'TerminalError';
  if (!known) return `Error: ${stackOf(error)}`;
  return typeof hint === 'string' ? `Error: ${message}\n${hint}` : `Error: ${message}`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
