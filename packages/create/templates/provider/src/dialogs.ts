import type { Question } from '@cao/contracts';
import type { ScreenReading } from '@cao/provider-sdk';

/** What the CLI asks while it starts, and the one answer that is safe to give without a person. */
const DIALOGS = [{ id: 'trust', asks: /trust the files in this folder/i, answer: /^Yes\b/ }] as const;

/** One step for this very screen: the next screen is read anew, so a list is walked and confirmed only where it was seen to stand. */
export function dialogOf({ text, options }: Question): ScreenReading['dialog'] {
  const dialog = DIALOGS.find(({ asks }) => asks.test(text));
  const wanted = options.findIndex(({ label }) => dialog?.answer.test(label) === true);
  const selected = options.findIndex((option) => option.selected === true);
  if (dialog === undefined || wanted === -1 || selected === -1) return undefined;
  const key = wanted === selected ? 'Enter' : wanted > selected ? 'Down' : 'Up';
  return { id: dialog.id, steps: [{ type: 'key', key }] };
}
