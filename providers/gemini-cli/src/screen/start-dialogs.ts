import type { Question } from '@cao/contracts';
import type { InputStep, ScreenReading } from '@cao/provider-sdk';
import type { Dialog } from './dialog.ts';

interface StartDialog {
  readonly id: string;
  readonly says: RegExp;
  /** Label of the option to take. */
  readonly answer: RegExp;
}

/**
 * Questions of a first start with one answer that follows from the launch: whoever starts an agent in a folder wants it to work
 * there, and a key in the environment is there to be used. Other ways to sign in are for a person to choose.
 */
const START_DIALOGS: readonly StartDialog[] = [
  { id: 'trust-folder', says: /^Do you trust (?:the files in )?this folder\?/, answer: /^Trust folder\b/ },
  { id: 'sign-in', says: /Existing API key detected \(GEMINI_API_KEY\)/, answer: /^Use Gemini API Key$/ },
];

/** A form that comes with the key of the environment filled in. */
const KEY_FORM = /^Enter Gemini API Key\n/;
const ENTER: InputStep = { type: 'key', key: 'Enter' };

/** Below the answered dialog, until the program that follows draws its own. Another Enter would be read by that one. */
const RESTARTING = /^ Gemini CLI is restarting to apply the trust changes\.\.\./;

/** True while nothing is drawn below that line but what the end of the program has to say. */
export function isRestarting(lines: readonly string[]): boolean {
  const said = lines.findLastIndex((line) => RESTARTING.test(line));
  return said >= 0 && !lines.slice(said + 1).some((line) => /^ ?╰─/.test(line));
}

/** The safe next key: Enter on the right choice, else one move towards it; Enter on a key that is the person's own. */
export function startDialog(
  { question, whole }: Dialog,
  env: Readonly<Record<string, string>>,
): ScreenReading['dialog'] {
  if (KEY_FORM.test(whole)) return hasKey(whole, env) ? { id: 'api-key', steps: [ENTER] } : undefined;
  const known = START_DIALOGS.find(({ says }) => says.test(whole));
  return known && nextStep(known, question);
}

/** The form is drawn before the key of the environment is in it. */
export function waitsForKey({ whole }: Dialog, env: Readonly<Record<string, string>>): boolean {
  return KEY_FORM.test(whole) && (env['GEMINI_API_KEY'] ?? '') !== '' && !hasKey(whole, env);
}

function hasKey(whole: string, env: Readonly<Record<string, string>>): boolean {
  return whole.split('\n').some((line) => line !== '' && line === env['GEMINI_API_KEY']);
}

/** What of a form may be told: never the key in it. */
export function withoutKey(question: Question): Question {
  if (!KEY_FORM.test(question.text)) return question;
  return { ...question, text: question.text.split('\n\n').slice(0, 2).join('\n\n') };
}

function nextStep({ id, answer }: StartDialog, { options }: Question): ScreenReading['dialog'] {
  const wanted = options.findIndex(({ label }) => answer.test(label));
  const marked = options.findIndex(({ selected }) => selected === true);
  if (wanted < 0 || marked < 0) return undefined;
  const key = wanted === marked ? 'Enter' : wanted > marked ? 'Down' : 'Up';
  return { id, steps: [{ type: 'key', key }] };
}
