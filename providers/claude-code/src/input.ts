import type { InputStep } from '@cao/provider-sdk';

/** The box draws a paste within 10 to 70 ms; older versions lose an Enter that comes in one piece with it. */
const AFTER_PASTE: InputStep = { type: 'settle', quietMs: 150, maxMs: 10_000 };
const ENTER: InputStep = { type: 'key', key: 'Enter' };
const ESCAPE: InputStep = { type: 'key', key: 'Escape' };
const CTRL_C: InputStep = { type: 'key', key: 'C-c' };

/**
 * First characters with a meaning of their own: a command, a shell command, and the words that end the program when they are
 * all of the text. `@file` attaches a file wherever it stands, so a first line cannot take that meaning away.
 */
export const COMMAND_PREFIXES = ['/', '!', 'exit', 'quit', ':q', ':wq'];

/** One paste, however long: in pieces, what comes after the first Enter would be left in the box on a slow machine. */
export function submit(text: string): readonly InputStep[] {
  return [{ type: 'paste', text: withFreeEnd(text) }, AFTER_PASTE, ENTER];
}

/** Enter behind a backslash is a new line, behind `@name` it picks a file. A blank, which Claude Code drops, frees it. */
function withFreeEnd(text: string): string {
  return /(\\|(^|\s)@\S*)$/.test(text) ? `${text} ` : text;
}

export const resubmit: readonly InputStep[] = [ENTER];

/**
 * Escape ends the turn. When nothing had been said yet, it also puts the prompt back into the box, where it would become part of
 * the next one: Ctrl-C clears it. The waits keep two Ctrl-C, also those of two interrupts, further apart than the 800 ms in
 * which they end the program, and let the turn be closed before the screen changes once more.
 */
export const interrupt: readonly InputStep[] = [
  ESCAPE,
  { type: 'settle', quietMs: 700, maxMs: 4000 },
  CTRL_C,
  { type: 'settle', quietMs: 1000, maxMs: 4000 },
];

const BETWEEN_CTRL_C: InputStep = { type: 'settle', quietMs: 150, maxMs: 500 };

/** From any state: Escape leaves a dialog or a turn, one Ctrl-C clears the box, two in a row end the program. */
export const exit: readonly InputStep[] = [
  ESCAPE,
  { type: 'settle', quietMs: 300, maxMs: 2000 },
  CTRL_C,
  BETWEEN_CTRL_C,
  CTRL_C,
  BETWEEN_CTRL_C,
  CTRL_C,
];
