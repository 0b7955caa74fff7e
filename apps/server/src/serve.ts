import { CaoError } from '@cao/contracts';
import { resolveConfig, type Config } from './config.ts';
import type { Flags } from './flags.ts';
import { homeOf, homePaths, makeHome, secretFile, type HomePaths } from './home.ts';
import { connectTerminals } from './host.ts';
import { listen } from './listener.ts';
import { mendShims } from './managed/shims.ts';
import { openLog, type LogFile } from './log.ts';
import { readServerFile, removeServerFile, writeServerFile } from './server-file.ts';
import { readSettings } from './settings.ts';
import { VERSION } from './version.ts';
import { within } from './within.ts';

/** Everything the server takes from outside. */
export interface StartOptions {
  readonly flags: Pick<Flags, 'host' | 'port' | 'agentsDir'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  /** Where agents work whose launch names no directory. */
  readonly cwd: string;
  /** The process runs as uid 0. */
  readonly root: boolean;
  readonly now: () => number;
  /** Called when the server cannot go on; it has let go of nothing yet. */
  readonly onFatal: (error: unknown) => void;
  /** Called before the first plugin runs, with what is true of an error that nobody caught when it is a plugin's: it is told, and the server goes on. */
  readonly onPlugins?: (contain: (error: unknown) => boolean) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly home: string;
  readonly log: LogFile;
  /** Stops taking requests, tells open streams, and lets go of everything within two seconds; plugins that hang
   * have three more. Agents go on. Idempotent. */
  stop(): Promise<void>;
}

/** Long enough for an answer under way, short enough for whoever waits at a prompt. */
const ANSWER_GRACE_MS = 500;
/** Plugins may still take what waits, a second, and let go of what they have, two seconds each. At most one may hang in that. */
const PLUGIN_GRACE_MS = 3500;
/** What no first request needs waits until those are through. */
const LATER_MS = 500;

/**
 * Starts the server of a home. Throws `server_running` when it has one, `conflict` when the port is taken, and what state and
 * terminal host say when they cannot be used.
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const paths = homePaths(homeOf(options.env, options.userHome));
  makeHome(paths);
  const { settings, warnings } = readSettings(paths.home);
  const config = resolveConfig({ ...options, settings });
  const undo: Undo = [];
  try {
    return await start(options, paths, { ...config, warnings: [...warnings, ...config.warnings] }, undo);
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

/** What was started, to be ended in reverse. */
type Undo = (() => unknown)[];

async function undoAll(undo: Undo): Promise<void> {
  for (const step of undo.splice(0).toReversed()) await step();
}

async function start(options: StartOptions, paths: HomePaths, config: Config, undo: Undo): Promise<RunningServer> {
  const { now, env } = options;
  const startedAt = now();
  const listener = await listen(config.host, config.port).catch((error: unknown) => refuse(error, paths));
  undo.push(() => listener.close(0));
  // The host is a process of its own and takes as long to start as everything else together.
  const connecting = connectTerminals({ home: paths.home, env });
  connecting.catch(() => undefined);
  undo.push(async () => (await connecting.catch(() => undefined))?.close());
  const { openState } = await import('@cao/state');
  undo.push(await takeLock(paths));
  const log = openLog({ folder: paths.logs, level: config.logLevel, now });
  undo.push(() => log.close());
  for (const warning of config.warnings) log.warn(warning);

  const [{ openRoom }, { createExtensions }, { openMemory }] = await Promise.all([
    import('./room.ts'),
    import('./extensions.ts'),
    import('@cao/memory'),
  ]);
  const state = openState({ path: paths.database, now });
  undo.push(() => state.close());
  const memory = config.memory.enabled ? openMemory({ home: paths.home, now }) : undefined;
  undo.push(() => memory?.close());
  mendShims(paths.plugins);
  const ownerToken = secretFile(paths.authToken);
  const extensions = createExtensions({
    home: paths.home,
    config,
    env,
    state,
    api: { url: () => listener.url, token: ownerToken },
    log,
  });
  undo.push(() => within(extensions.stop(), PLUGIN_GRACE_MS));
  options.onPlugins?.(extensions.contain);
  extensions.start().catch((error: unknown) => log.error('plugins could not be started', { error: String(error) }));

  const agentKey = secretFile(paths.agentKey);
  const { onFatal } = options;
  const shared = {
    ...options,
    onFatal,
    paths,
    config,
    listener,
    state,
    memory,
    extensions,
    ownerToken,
    agentKey,
    startedAt,
    log,
  };
  const room = await openRoom(shared, connecting);
  undo.push(() => room.stop());
  undo.push(() => void listener.close(ANSWER_GRACE_MS));

  const about = { pid: process.pid, host: config.host, port: listener.port, url: listener.url, version: VERSION };
  writeServerFile(paths.serverFile, { ...about, started_at: new Date(startedAt).toISOString() });
  undo.push(() => removeServerFile(paths.serverFile, process.pid));
  log.info('listening', { ...about, home: paths.home, ms: now() - startedAt });

  // Nobody waits for it but a launch, which would begin with it.
  void room.seedSkills();

  let stopRetention: (() => void) | undefined;
  const later = setTimeout(() => {
    void import('./shadowed.ts')
      .then(({ noteShadowed }) =>
        noteShadowed({ home: paths.home, userHome: options.userHome, agentsDir: config.agentsDir }, log),
      )
      .catch((error: unknown) => log.warn('the profiles could not be looked through', { error: String(error) }));
    room.warm().catch((error: unknown) => log.error('the tools could not be loaded', { error: String(error) }));
    void import('./retention.ts').then(({ startRetention }) => {
      if (stopped !== undefined) return;
      const pruneRecords = (before: number): void => state.prune(before);
      const liveTerminals = (): string[] => state.terminals.listLive().map(({ id }) => id);
      const pruneMemory = async (): Promise<number> => (await memory?.expire()) ?? 0;
      stopRetention = startRetention({ paths, pruneRecords, pruneMemory, liveTerminals, now, log, ownLog: log.path });
    });
  }, LATER_MS);
  let stopped: Promise<void> | undefined;

  return {
    url: listener.url,
    home: paths.home,
    log,
    stop() {
      if (stopped === undefined) {
        log.info('stopping');
        clearTimeout(later);
        stopRetention?.();
        stopped = undoAll(undo);
      }
      return stopped;
    },
  };
}

/** Returns the way to give it back. */
async function takeLock(paths: HomePaths): Promise<() => void> {
  const { acquireLock } = await import('@cao/state');
  const lock = acquireLock(paths.lock);
  if (lock !== undefined) return () => lock.release();
  const other = readServerFile(paths.serverFile);
  const who = other === undefined ? '' : ` (pid ${other.pid}, ${other.url})`;
  throw new CaoError('server_running', `A cao-server is running on this home already${who}.`, {
    hint: 'Use it, stop it with `cao server stop`, or choose another home with CAO_HOME_DIR.',
    details: { home: paths.home, ...(other !== undefined && { pid: other.pid, port: other.port }) },
  });
}

/** A port may be taken by the very server that has this home; then that is the news. */
async function refuse(error: unknown, paths: HomePaths): Promise<never> {
  const release = await takeLock(paths);
  release();
  throw error;
}
