import type { Question } from '@cao/contracts';
import type { ScreenReading } from '@cao/provider-sdk';

interface StartDialog {
  readonly id: string;
  readonly says: RegExp;
  /** Label of the option to take; absent where Enter takes what is filled in. */
  readonly answer?: RegExp;
}

/**
 * Questions of a first start with one answer that follows from the launch: whoever starts an agent in a folder wants it to work
 * there, and a key in the environment is there to be used. Other ways to sign in are for a person to choose.
 */
const START_DIALOGS: readonly StartDialog[] = [
  { id: 'trust-folder', says: /^Do you trust (?:the files in )?this folder\?/, answer: /^Trust folder\b/ },
  { id: 'sign-in', says: /^[^]*Existing API key detected \(GEMINI_API_KEY\)/, answer: /^Use Gemini API Key$/ },
  { id: 'api-key', says: /^Enter Gemini API Key\n[^]*Existing API key detected \(GEMINI_API_KEY\)/ },
];

/** The safe next key: Enter on the right choice, else one move towards it. */
export function startDialog({ text, options }: Question, below: string): ScreenReading['dialog'] {
  const known = START_DIALOGS.find(
    ({ says, answer }) => says.test(`${text}\n${below}`) && (answer === undefined) === (options.length === 0),
  );
  if (known === undefined) return undefined;
  if (known.answer === undefined) return { id: known.id, steps: [{ type: 'key', key: 'Enter' }] };
  const wanted = options.findIndex(({ label }) => known.answer?.test(label));
  const marked = options.findIndex(({ selected }) => selected === true);
  if (wanted < 0 || marked < 0) return undefined;
  const key = wanted === marked ? 'Enter' : wanted > marked ? 'Down' : 'Up';
  return { id: known.id, steps: [{ type: 'key', key }] };
}
