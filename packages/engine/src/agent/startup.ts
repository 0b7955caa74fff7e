import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { messageOf } from '../errors.ts';
import type { Agent } from './agent.ts';

/** A first-run home shows a handful of dialogs, each a few moves deep; more means that we do not understand what we see. */
const MAX_STEPS = 40;

/** Gets an agent from its first byte to its first prompt: answers start-up dialogs, and holds the first ready screen. */
export interface Startup {
  /** True when the screen was a start-up dialog and is being answered: it is no question to a person. */
  handle(reading: ScreenReading, screen: ScreenSnapshot): boolean;
  dispose(): void;
}

export function createStartup(agent: Agent): Startup {
  let steps = 0;
  let answeredRevision = -1;
  let readySince: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** Before the first turn only: later a dialog is somebody's business. */
  function beforeFirstTurn(): boolean {
    return agent.belief.phase !== 'busy' && agent.turns.last() === undefined;
  }

  function answer(dialog: NonNullable<ScreenReading['dialog']>, screen: ScreenSnapshot): void {
    if (screen.revision === answeredRevision) return;
    answeredRevision = screen.revision;
    steps += 1;
    // The revision makes the key the same after a restart of the server, so a move is never made twice on one screen.
    const key = `${agent.id}:${agent.facts.launchedAt}:${dialog.id}:${screen.revision}`;
    agent.backend.input(agent.id, { key, steps: dialog.steps }).catch((error: unknown) => {
      agent.log.warn('a start-up dialog could not be answered', {
        terminal: agent.id,
        dialog: dialog.id,
        error: messageOf(error),
      });
    });
  }

  /** Some CLIs draw their prompt and put a dialog over it a second later. */
  function held(reading: ScreenReading): boolean {
    const needed = agent.provider.capabilities.readyHoldMs ?? 0;
    if (agent.belief.phase !== 'starting' || reading.state !== 'ready') {
      readySince = undefined;
      return false;
    }
    readySince ??= agent.now();
    const left = readySince + needed - agent.now();
    if (left <= 0) return false;
    clearTimeout(timer);
    timer = setTimeout(() => agent.screen.look(), left + 1);
    timer.unref();
    return true;
  }

  return {
    handle(reading, screen) {
      if (reading.dialog && steps < MAX_STEPS && beforeFirstTurn()) {
        readySince = undefined;
        answer(reading.dialog, screen);
        return true;
      }
      return held(reading);
    },
    dispose: () => clearTimeout(timer),
  };
}
