import type { InputStep } from '@cao/provider-sdk';

const ENTER: InputStep = { type: 'key', key: 'Enter' };
/** A paste that is still being taken swallows the Enter behind it. */
const TAKEN: InputStep = { type: 'settle', quietMs: 300, maxMs: 3000 };
/** Time to cancel what runs before the next key means something else. */
const CALM: InputStep = { type: 'settle', quietMs: 200, maxMs: 2000 };

/** One Enter: a second could land on a permission question that came up meanwhile. A swallowed one is seen and repeated. */
export function submit(text: string): readonly InputStep[] {
  return [{ type: 'paste', text }, TAKEN, ENTER];
}

export const resubmit: readonly InputStep[] = [ENTER];

/** Stops a turn and closes a question; nothing happens at an idle prompt. */
export const interrupt: readonly InputStep[] = [{ type: 'key', key: 'Escape' }];

/** Typed during a turn the word would steer it, so the turn is stopped first. */
export const exit: readonly InputStep[] = [...interrupt, CALM, { type: 'text', text: '/quit' }, TAKEN, ENTER];
