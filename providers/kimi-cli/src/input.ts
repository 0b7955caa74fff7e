import type { InputStep } from '@cao/provider-sdk';

const ENTER: InputStep = { type: 'key', key: 'Enter' };
const CTRL_C: InputStep = { type: 'key', key: 'C-c' };
/** The box takes a paste within a frame or two; a long one is folded into a mark and still sent whole. */
const TAKEN: InputStep = { type: 'settle', quietMs: 100, maxMs: 5000 };
/** Time to undo what ran before the next key means something else. */
const CALM: InputStep = { type: 'settle', quietMs: 250, maxMs: 1500 };

/** A last word such as `@src` opens a list that takes the next Enter for itself; a backslash makes that Enter a new line. */
const HOLDS_ENTER = /(?:(?:^|\s)@\S*|\\)$/;

/** Kimi Code trims what it is given, so a blank behind such an end sets Enter free and changes nothing. */
export function submit(text: string): readonly InputStep[] {
  return [{ type: 'paste', text: HOLDS_ENTER.test(text) ? `${text} ` : text }, TAKEN, ENTER];
}

export const resubmit: readonly InputStep[] = [ENTER];

/** Empties the box; in an empty one it would arm the exit, and so does a second one soon after. */
export const clear: readonly InputStep[] = [CTRL_C, CALM];

/** One Escape stops a turn or dismisses a question; at an idle prompt it does nothing. */
export const interrupt: readonly InputStep[] = [{ type: 'key', key: 'Escape' }];

/** At an idle prompt two end the program; a question, a running turn or text in the box take one more each. */
export const exit: readonly InputStep[] = [CTRL_C, CALM, CTRL_C, CALM, CTRL_C, CALM, CTRL_C];
