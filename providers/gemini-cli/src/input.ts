import type { InputStep } from '@cao/provider-sdk';

/** An Enter within the 40 ms after a paste is a line break. */
const AFTER_PASTE: InputStep = { type: 'settle', quietMs: 150, maxMs: 10_000 };
const ENTER: InputStep = { type: 'key', key: 'Enter' };
const ESCAPE: InputStep = { type: 'key', key: 'Escape' };
const CTRL_C: InputStep = { type: 'key', key: 'C-c' };
const CALM: InputStep = { type: 'settle', quietMs: 200, maxMs: 2000 };

/** First characters with a meaning of their own: a command, a shell command. */
export const COMMAND_PREFIXES = ['/', '!'];

/** Enter behind a backslash is a new line, behind `@name` it picks a file. A blank, which Gemini CLI drops, frees it. */
const TAKES_ENTER = /(\\|(^|\s)@\S*)$/;

export function submit(text: string): readonly InputStep[] {
  return [{ type: 'paste', text: TAKES_ENTER.test(text) ? `${text} ` : text }, AFTER_PASTE, ENTER];
}

export const resubmit: readonly InputStep[] = [ENTER];

/** Escape leaves the shell mode and closes lists, Ctrl-C empties the box. */
export const clear: readonly InputStep[] = [ESCAPE, CALM, CTRL_C, CALM];

/** One Escape stops a turn and cancels a question. */
export const interrupt: readonly InputStep[] = [ESCAPE];

/** The first Ctrl-C stops a turn or empties the box, two more in a row end the program. */
export const exit: readonly InputStep[] = [ESCAPE, CALM, CTRL_C, CALM, CTRL_C, CALM, CTRL_C];
