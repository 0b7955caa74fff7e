import type { ScreenReading, ScreenSnapshot } from '@cao/provider-sdk';
import { messageOf } from '../errors.ts';
import type { Agent } from './agent.ts';

/** A first-run home shows a handful of dialogs, each a few moves deep; more means that we do not understand what we see. */
const MAX_STEPS = 40;

/**
 * A CLI that is slow to react must not get the same key twice: the second Enter would land on the next dialog, whose highlighted
 * choice may be the refusal. Only after this time the first is taken for swallowed.
 */
const REPEAT_MS = 4000;

/**
 * One CLI draws its highlight where it was moved to and, a moment later, starts its dialog over with the refusal highlighted. A
 * choice is confirmed only after it has stood for this long.
 */
const CONFIRM_HOLD_MS = 700;

/** A CLI that has not asked for its tools by then will not, or has its reasons; a person may still want to talk to it. */
const TOOLS_WAIT_MS = 5000;

/** Gets an agent from its first byte to its first prompt: answers start-up dialogs, and holds the first ready screen. */
export interface Startup {
  /** True when the screen was a start-up dialog and is being answered: it is no question to a person. */
  handle(reading: ScreenReading, screen: ScreenSnapshot): boolean;
  toolsListed(): void;
  dispose(): void;
}

type Dialog = NonNullable<ScreenReading['dialog']>;

export function createStartup(agent: Agent): Startup {
  let steps = 0;
  let last: { readonly what: string; readonly at: number } | undefined;
  let seen: { readonly what: string; readonly at: number } | undefined;
  let repeats = 0;
  let readySince: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let toolsKnown = false;

  /** Before the first turn of this start only: later a dialog is somebody's business. */
  function beforeFirstTurn(): boolean {
    const last = agent.turns.last();
    return agent.belief.phase !== 'busy' && (last === undefined || last.submittedAt < agent.facts.launchedAt);
  }

  /** Still what we have answered: a dialog until it is gone, a highlight until it has moved. */
  function isAnswered(what: string): boolean {
    return last !== undefined && last.what === what && agent.now() - last.at < REPEAT_MS;
  }

  function answer(dialog: Dialog, reading: ScreenReading, screen: ScreenSnapshot): void {
    const what = JSON.stringify([dialog, reading.question?.options ?? screen.lines]);
    // A key pressed before the program reads its keyboard is lost, and nothing on the screen would ever say so.
    lookAgain(REPEAT_MS);
    if (isAnswered(what)) return;
    if (seen?.what !== what) seen = { what, at: agent.now() };
    const confirms = dialog.steps.some((step) => step.type === 'key' && step.key === 'Enter');
    const left = confirms ? seen.at + CONFIRM_HOLD_MS - agent.now() : 0;
    if (left > 0) return lookAgain(left);
    repeats = last?.what === what ? repeats + 1 : 0;
    last = { what, at: agent.now() };
    steps += 1;
    // The revision makes the key the same after a restart of the server, so a move is never made twice on one screen.
    agent.log.info('a start-up dialog is answered', {
      terminal: agent.id,
      dialog: dialog.id,
      steps: dialog.steps,
      revision: screen.revision,
    });
    const key = `${agent.id}:${agent.facts.launchedAt}:${dialog.id}:${screen.revision}:${repeats}`;
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
    const hold = agent.provider.capabilities.readyHoldMs ?? 0;
    const needed = agent.asksForTools && !toolsKnown ? Math.max(hold, TOOLS_WAIT_MS) : hold;
    if (agent.belief.phase !== 'starting' || reading.state !== 'ready') {
      readySince = undefined;
      return false;
    }
    readySince ??= agent.now();
    const left = readySince + needed - agent.now();
    if (left <= 0) return false;
    lookAgain(left);
    return true;
  }

  function lookAgain(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => agent.screen.look(), ms + 1);
    timer.unref();
  }

  return {
    handle(reading, screen) {
      if (!reading.dialog) seen = undefined;
      if (reading.dialog && steps < MAX_STEPS && beforeFirstTurn()) {
        readySince = undefined;
        answer(reading.dialog, reading, screen);
        return true;
      }
      return held(reading);
    },
    toolsListed() {
      if (toolsKnown) return;
      toolsKnown = true;
      if (readySince !== undefined) agent.screen.look();
    },
    dispose: () => clearTimeout(timer),
  };
}
