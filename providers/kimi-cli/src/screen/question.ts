import type { Question } from '@cao/contracts';
import type { ScreenReading } from '@cao/provider-sdk';
import { readChoices } from './options.ts';

/** What Kimi Code calls the tool whose use it asks for, by the words of its title. */
const TOOLS: Readonly<Record<string, string>> = { 'Run this command?': 'Bash', 'Write this file?': 'Write' };

const TRUST = 'Trust this folder';
const REFUSE = "Don't trust";

const TYPING = /^\s+(?:Type feedback · ↵ submit|type answer\s+↵ save)/;
const CHOOSING = /(?:↵|Enter) (?:confirm|choose|toggle|select)\b/;

/** A panel in the place of the composer waits for somebody; only what is known offers choices. */
export function atPanel(panel: readonly string[]): ScreenReading {
  const text = textOf(panel);
  if ([TRUST, REFUSE].every((label) => panel.some((line) => choiceOf(line) === label))) return atTrust(panel, text);
  if (panel.some((line) => TYPING.test(line))) {
    return { state: 'waiting', rule: 'own words', question: { kind: 'text', text, options: [] } };
  }
  const { options, above } = readChoices(panel);
  if (options.length === 0 || !panel.some((line) => CHOOSING.test(line))) {
    return { state: 'waiting', rule: 'panel', question: { kind: 'dialog', text, options: [] } };
  }
  const title = /^\s+▶ (.+)$/.exec(above.find((line) => line.trim() !== '') ?? '')?.[1];
  const question: Question = {
    kind: title !== undefined || options[0]?.label === 'Approve once' ? 'permission' : 'choice',
    text: textOf(above.filter((line) => line.trim() !== 'question')),
    options: [...options],
    ...toolIn(title),
  };
  return { state: 'waiting', rule: `question ${question.tool ?? question.kind}`, question };
}

/** Whoever starts an agent in a folder means it to work there. One step on this very screen: confirm, or move the mark up. */
function atTrust(panel: readonly string[], text: string): ScreenReading {
  const marked = panel.filter((line) => line.trim().startsWith('❯ ')).map(choiceOf)[0];
  const options = [TRUST, REFUSE].map((label, index) => ({
    key: String(index + 1),
    label,
    ...(label === marked ? { selected: true } : {}),
  }));
  const question: Question = { kind: 'dialog', text, options };
  const base = { state: 'waiting', rule: 'dialog trust', question } as const;
  if (marked === TRUST) return { ...base, dialog: { id: 'trust', steps: [{ type: 'key', key: 'Enter' }] } };
  if (marked === REFUSE) return { ...base, dialog: { id: 'trust', steps: [{ type: 'key', key: 'Up' }] } };
  return base;
}

/** A choice of a list without numbers, marked or not. */
function choiceOf(line: string): string {
  return line.trim().replace(/^❯ /, '');
}

function toolIn(title: string | undefined): { readonly tool?: string } {
  const tool = title === undefined ? undefined : (TOOLS[title] ?? /^Approve (\S+)\?$/.exec(title)?.[1]);
  return tool === undefined ? {} : { tool };
}

function textOf(lines: readonly string[]): string {
  const rows = lines.map((line) =>
    line
      .replace(/^ {1,3}/, '')
      .replace(/^▶ /, '')
      .trimEnd(),
  );
  return rows
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
