import type { InputStep } from '@cao/provider-sdk';
import type { ScreenList } from './list.ts';

/** A dialog of the start-up with the one answer that is safe to give for a person who launched an agent here. */
interface StartDialog {
  readonly id: string;
  readonly heading: RegExp;
  /** Label of the option to take. */
  readonly answer: RegExp;
}

const START_DIALOGS: readonly StartDialog[] = [
  // Whoever starts an agent in a folder means it to work there; what runs by itself from the folder is trusted separately.
  {
    id: 'trust',
    heading: /Trust this folder\?|Do you trust the contents of this directory\?/,
    answer: /^(?:Trust and continue|Yes, continue)$/,
  },
  // Hooks that nobody reviewed stay off; ours carry their own trust.
  { id: 'hooks-review', heading: /Hooks need review/, answer: /^Continue without trusting/ },
  // The first choice would replace the program under every other agent.
  { id: 'update', heading: /Update available(?:!| ·)/, answer: /^Skip$/ },
  // Other sessions may hang on the background server; its settings are not ours to change.
  { id: 'background-server', heading: /Background server has incompatible/, answer: /^Run without daemon this time$/ },
];

/** One step on this very screen: confirm when the right option is marked, else move the mark by one. */
export function startDialog(
  text: string,
  list: ScreenList,
): { readonly id: string; readonly steps: readonly InputStep[] } | undefined {
  const known = START_DIALOGS.find(({ heading }) => heading.test(text));
  if (known === undefined) return undefined;
  const target = list.options.findIndex(({ label }) => known.answer.test(label));
  const marked = list.options.findIndex(({ selected }) => selected);
  if (target < 0) return undefined;
  const key = target === marked ? 'Enter' : target > marked ? 'Down' : 'Up';
  return { id: known.id, steps: [{ type: 'key', key }] };
}
