import type { InputStep, ScreenReading } from '@cao/provider-sdk';
import type { Dialog } from './dialog.ts';

interface StartDialog {
  readonly id: string;
  /** Found at the start of a line of the dialog's first lines, so that a command which quotes it does not count. */
  readonly says: RegExp;
  /** The choice that lets the agent start; absent when any Enter goes on. */
  readonly choice?: RegExp;
}

/**
 * Questions of a first start with one answer that follows from the launch itself: whoever starts an agent in a folder, with a
 * key in the environment and in a mode of their choice, wants it to run there. Servers and imports that a repository brings,
 * broken settings and logins are for a person to decide.
 */
const START_DIALOGS: readonly StartDialog[] = [
  { id: 'theme', says: /^Choose the text style that looks best/ },
  { id: 'security-notes', says: /^Security notes:/ },
  { id: 'trust-folder', says: /^Accessing workspace:/, choice: /^Yes, I trust\b/ },
  { id: 'api-key', says: /^Detected a custom API key in your environment/, choice: /^Yes$/ },
  { id: 'bypass-warning', says: /^WARNING: Claude Code running in Bypass Permissions mode/, choice: /^Yes, I accept/ },
  { id: 'fullscreen-offer', says: /^Try the new fullscreen renderer\?/, choice: /^Not now/ },
];

/** The welcome picture of the onboarding stands above its questions. */
const ONBOARDING_ROWS = 24;
const HEADING_ROWS = 1;
const ENTER: InputStep = { type: 'key', key: 'Enter' };

/**
 * 2.1.330 draws a dialog anew about 300 ms after it first shows it, with its own choice highlighted again: an Enter between the
 * move and that moment would confirm the refusal. A move waits this out; an Enter on the right choice follows at once.
 */
const DRAWN_FOR_GOOD: InputStep = { type: 'settle', quietMs: 1000, maxMs: 5000 };

/** The safe next key for a start-up dialog: Enter on the right choice, else one move towards it. */
export function startDialog(dialog: Dialog): ScreenReading['dialog'] {
  const welcome = dialog.heading.startsWith('Welcome to Claude Code');
  const head = dialog.rows.slice(0, welcome ? ONBOARDING_ROWS : HEADING_ROWS).map((line) => line.trim());
  const known = START_DIALOGS.find(({ says }) => head.some((line) => says.test(line)));
  if (known === undefined) return undefined;
  const steps = nextSteps(known, dialog);
  return steps && { id: known.id, steps };
}

function nextSteps({ choice }: StartDialog, { question }: Dialog): readonly InputStep[] | undefined {
  if (choice === undefined) return [ENTER];
  const wanted = question.options.findIndex(({ label }) => choice.test(label));
  const selected = question.options.findIndex((option) => option.selected === true);
  if (wanted < 0 || selected < 0) return undefined;
  if (wanted === selected) return [ENTER];
  return [DRAWN_FOR_GOOD, { type: 'key', key: wanted > selected ? 'Down' : 'Up' }];
}
