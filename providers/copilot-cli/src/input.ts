import type { InputStep } from '@cao/provider-sdk';
import { piecesOf } from './pieces.ts';

/**
 * Copilot collects a paste until 200 ms have passed without more of it, and only then puts it into the box. An Enter that meets it
 * doing so is lost, and two pastes closer together than that are one.
 */
const TAKEN: InputStep = { type: 'settle', quietMs: 400, maxMs: 10_000 };
const PIECE_TAKEN: InputStep = { type: 'settle', quietMs: 400, maxMs: 1500 };
const ENTER: InputStep = { type: 'key', key: 'Enter' };
const CTRL_C: InputStep = { type: 'key', key: 'C-c' };
/** A second Ctrl-C within two seconds ends the program, and "again to exit" hides whether the agent works. */
const DISARMED: InputStep = { type: 'settle', quietMs: 2100, maxMs: 4500 };
const DRAWN: InputStep = { type: 'settle', quietMs: 200, maxMs: 2000 };

/** Commands, a shell command, a task for the cloud, help; and the words that end the program when they are all of the text. */
export const COMMAND_PREFIXES = ['/', '!', '&', '?', 'exit', 'quit'];

/** A last word such as `@src` or `#12` opens a list that takes the next Enter for itself. A blank behind it keeps the list shut. */
const OPENS_LIST = /(?:^|\s)[@#]\S*$/;

export function submit(text: string): readonly InputStep[] {
  const pastes = piecesOf(OPENS_LIST.test(text) ? `${text} ` : text).map((piece): InputStep => ({
    type: 'paste',
    text: piece,
  }));
  return [...pastes.flatMap((paste, at) => (at === 0 ? [paste] : [PIECE_TAKEN, paste])), TAKEN, ENTER];
}

export const resubmit: readonly InputStep[] = [ENTER];

/**
 * One Ctrl-C ends a turn or refuses a question, in every version. Escape needs one or two strokes, and where nothing was said
 * yet two of them edit the prompt instead.
 */
export const interrupt: readonly InputStep[] = [CTRL_C, DISARMED];

export const clear: readonly InputStep[] = [CTRL_C, DISARMED];

/** From any state: the first ends a turn, a question or what was typed, two in a row end the program. */
export const exit: readonly InputStep[] = [CTRL_C, DRAWN, CTRL_C, DRAWN, CTRL_C];
