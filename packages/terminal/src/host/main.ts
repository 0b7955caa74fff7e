import { closeSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isServed } from './claim.ts';

const { values } = parseArgs({
  options: {
    directory: { type: 'string' },
    'idle-ms': { type: 'string' },
    /** A pipe to whoever started the host: one word is written when it is known who serves. */
    'ready-fd': { type: 'string' },
  },
});

const warn = (message: string): void => console.error(`${new Date().toISOString()} ${message}`);

// Every agent of the home depends on this process: a fault in one terminal must not end the others.
process.on('uncaughtException', (error) => warn(`Fault: ${error.stack ?? String(error)}`));
process.on('unhandledRejection', (reason) => warn(`Unhandled: ${String(reason)}`));
process.on('SIGHUP', () => {});

const { directory } = values;
if (directory === undefined) {
  warn('The terminal host needs --directory.');
  process.exit(2);
}
try {
  await serve(directory);
} catch (error) {
  warn(`The terminal host could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
}

async function serve(directory: string): Promise<void> {
  // Of many starters all but one find a host here, and then most of the program need not even be loaded.
  if (await isServed(directory)) leave();
  const [{ createLocalBackend }, { startHostServer }] = await Promise.all([
    import('../local-backend.ts'),
    import('./host-server.ts'),
  ]);
  const backend = createLocalBackend({ warn });
  const idleMs = values['idle-ms'];
  const server = await startHostServer({
    backend,
    directory,
    warn,
    ...(idleMs !== undefined && { idleMs: Number(idleMs) }),
  });
  if (!server) leave();
  tellStarter('ready');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void server.stop(`it got ${signal}`));
  await server.ended;
  process.exit(0);
}

/** Another host serves the directory. */
function leave(): never {
  tellStarter('taken');
  process.exit(0);
}

function tellStarter(word: 'ready' | 'taken'): void {
  const fd = Number(values['ready-fd']);
  if (!Number.isInteger(fd)) return;
  try {
    writeSync(fd, `${word}\n`);
  } catch {
    // The starter is gone; the host is for whoever comes next.
  }
  closeSync(fd);
}
