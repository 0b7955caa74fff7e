import { setTimeout as pause } from 'node:timers/promises';
import type { TerminalBackend } from '@cao/terminal';
import { createCore, type Core, type CoreDeps } from './core.ts';
import type { HomePaths } from './home.ts';
import { connectTerminals } from './host.ts';
import { within } from './within.ts';

export interface RoomDeps extends Omit<CoreDeps, 'backend'> {
  readonly paths: HomePaths;
  /** Called when the terminals are lost and stay so: without them there is no server. */
  readonly onFatal: (error: unknown) => void;
}

/** The engine with its connection to the terminal host, made anew when that host dies. */
export interface Room {
  /** Puts the skills that ship into the store. */
  seedSkills(): Promise<void>;
  /** Loads what no first request needs. */
  warm(): Promise<void>;
  stop(): Promise<void>;
}

/** A host that cannot be started three times in a row will not be started the fourth time. */
const ATTEMPTS = 3;
const PAUSE_MS = 1000;
/** Tells of open streams are sent at once; whoever does not take them is cut off. */
const TELL_MS = 500;

/** Starts with a connection that may still be under way; requests are served when this resolves. */
export async function openRoom(deps: RoomDeps, connecting: Promise<TerminalBackend>): Promise<Room> {
  const { log, listener } = deps;
  let stopping = false;
  let current = await open(await connecting);
  let replacing: Promise<void> | undefined;

  async function open(backend: TerminalBackend): Promise<{ core: Core; backend: TerminalBackend }> {
    try {
      const core = await createCore({ ...deps, backend });
      await core.engine.start();
      backend.onLost(lost);
      listener.serve(core.serving);
      return { core, backend };
    } catch (error) {
      await backend.close();
      throw error;
    }
  }

  function lost(reason: Error): void {
    log.error('the terminal host died, and every agent with it', { error: reason.message });
    if (!stopping) replacing = replace().catch(deps.onFatal);
  }

  /** A new engine finds that the agents are gone and says so to everyone who waits for them. */
  async function replace(): Promise<void> {
    listener.hold();
    const { core } = current;
    await within(core.app.stop(), TELL_MS);
    await core.engine.stop();
    for (let attempt = 1; ; attempt += 1) {
      try {
        current = await open(await connectTerminals({ home: deps.paths.home, env: deps.env }));
        return;
      } catch (error) {
        if (stopping || attempt === ATTEMPTS) throw error;
        log.warn('the terminal host could not be started', { attempt, error: String(error) });
        await pause(PAUSE_MS);
      }
    }
  }

  return {
    seedSkills: () => current.core.seedSkills(),
    warm: () => current.core.app.warm(),
    async stop() {
      stopping = true;
      await replacing;
      const { core, backend } = current;
      await within(core.app.stop(), TELL_MS);
      await core.engine.stop();
      await backend.close();
    },
  };
}
