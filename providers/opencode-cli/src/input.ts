import type { InputStep } from '@cao/provider-sdk';

const ENTER: InputStep = { type: 'key', key: 'Enter' };
const ESCAPE: InputStep = { type: 'key', key: 'Escape' };
const CTRL_C: InputStep = { type: 'key', key: 'C-c' };
/** The box shows a paste within a frame or two; on a busy machine it takes longer, and an Enter before it would send nothing. */
const AFTER_PASTE: InputStep = { type: 'settle', quietMs: 150, maxMs: 10_000 };

/**
 * First characters with a meaning of their own: a command, a shell command, and the words that end the program when they are all of
 * the text.
 */
export const COMMAND_PREFIXES = ['/', '!', 'exit', 'quit', ':q'];

export function submit(text: string): readonly InputStep[] {
  return [{ type: 'paste', text: withFreeEnd(text) }, AFTER_PASTE, ENTER];
}

/** A last word like `@src` opens a list of files that takes the next Enter for itself; a blank behind it closes the list. */
function withFreeEnd(text: string): string {
  return /(^|\s)@\S*$/.test(text) ? `${text} ` : text;
}

export const resubmit: readonly InputStep[] = [ENTER];

/** Only asked for when something lies in the box: in an empty one, Ctrl-C ends the program. */
export const clear: readonly InputStep[] = [CTRL_C, { type: 'settle', quietMs: 100, maxMs: 2000 }];

const BETWEEN: InputStep = { type: 'settle', quietMs: 150, maxMs: 500 };

/** By then, what was interrupted is gone from the screen. */
const CALM: InputStep = { type: 'settle', quietMs: 400, maxMs: 1500 };

/**
 * The first Escape closes a question or asks for the second, the second stops the turn. Both again, since a prompt that was taken a
 * moment ago is not yet a turn that could be stopped; at an idle prompt they do nothing.
 */
export const interrupt: readonly InputStep[] = [ESCAPE, BETWEEN, ESCAPE, CALM, ESCAPE, BETWEEN, ESCAPE];

/** From any state: Escape closes a question or a dialog, Ctrl-C clears the box, and in an empty one ends the program. */
export const exit: readonly InputStep[] = [ESCAPE, BETWEEN, CTRL_C, BETWEEN, CTRL_C, BETWEEN, CTRL_C];
