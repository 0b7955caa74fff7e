import type { Question } from '@cao/contracts';
import { framed } from './rows.ts';

type Option = Question['options'][number];

const HINTS = / {2,}(?:ctrl\+f|⇆|↑↓|enter |esc ).*$/;
const NUMBERED = /^(\d{1,2})\. (\S.*)$/;
/** The last row of a question names the keys that it takes. */
const KEYS = /(?:^| {2,})(?:⇆ (?:select|tab)|↑↓ select|enter (?:confirm|submit|toggle)|esc dismiss)/;
const MAX_OPTION_GAP = 3;
/** Its command or its change is drawn a moment later than the frame. */
const WITH_DETAILS = /^(?:# |→ Edit )/;

/** True while a question for permission does not yet show what it is about. */
export function isBeingDrawn({ kind, text }: Question): boolean {
  const [, subject = '', ...details] = text.split('\n').map((line) => line.trim());
  return kind === 'permission' && WITH_DETAILS.test(subject) && details.every((line) => line === '');
}

/** A frame at the bottom, in the place of the box, that asks a person. A cursor in it takes words, and digits are words too. */
export function readQuestion(rows: readonly string[], hasCursor: boolean): Question | undefined {
  const last = rows.findLastIndex((row) => (framed(row) ?? '').trim() !== '');
  if (last < 0 || rows.slice(last + 1).some((row) => row !== '' && framed(row) === undefined)) return undefined;
  if (!KEYS.test(framed(rows[last]) ?? '')) return undefined;
  let first = last;
  while (framed(rows[first - 1]) !== undefined) first -= 1;
  const texts = rows.slice(first, last + 1).map((row) => framed(row) ?? '');
  const question = permission(texts) ?? confirmation(texts) ?? choice(texts);
  return hasCursor ? { kind: 'text', text: question.text, options: [] } : question;
}

/** Buttons beside each other. Which one is marked is told by colours only; it is the first until somebody moves. */
function permission(texts: readonly string[]): Question | undefined {
  const heading = texts.findIndex((text) => text.startsWith('△ '));
  if (heading < 0) return undefined;
  const buttons = texts.findLastIndex((text) => labelsOf(text).length > 0);
  if (buttons <= heading) return undefined;
  const options = labelsOf(texts[buttons] ?? '').map((label, at) => option(String(at + 1), label, at === 0));
  const above = texts.slice(heading, buttons);
  const tool = toolOf(above);
  return { kind: 'permission', text: dedent(above), options, ...(tool === undefined ? {} : { tool }) };
}

function labelsOf(text: string): string[] {
  return text
    .replace(HINTS, '')
    .split(/ {2,}/)
    .map((label) => label.trim())
    .filter((label) => label !== '' && !KEYS.test(label));
}

function toolOf(texts: readonly string[]): string | undefined {
  const subject = texts[1]?.trim() ?? '';
  if (subject.startsWith('# ')) return 'bash';
  return subject.startsWith('→ Edit ') ? 'edit' : /^⚙ Call tool (\S+)/.exec(subject)?.[1];
}

/** The last page of several questions. */
function confirmation(texts: readonly string[]): Question | undefined {
  if (!/enter submit/.test(texts.at(-1) ?? '') || !texts.some((text) => text.trim() === 'Review')) return undefined;
  const options = [option('Enter', 'Submit', true), option('Escape', 'Dismiss', false)];
  return { kind: 'choice', text: dedent(texts.slice(0, -1)), options };
}

/** A numbered list. A digit chooses; the last entry takes words of one's own. */
function choice(texts: readonly string[]): Question {
  const options: Option[] = [];
  let from = texts.length - 1;
  for (let at = texts.length - 2, gap = 0; at >= 0 && gap <= MAX_OPTION_GAP; at -= 1) {
    const match = NUMBERED.exec((texts[at] ?? '').trimEnd());
    gap = match === null ? gap + 1 : 0;
    if (match === null) continue;
    options.unshift(option(match[1] ?? '', (match[2] ?? '').replace(/ ✓$/, ''), false));
    from = at;
    if (match[1] === '1') break;
  }
  const inOrder = options.every(({ key }, at) => key === String(at + 1));
  if (!inOrder || options.length === 0) return { kind: 'dialog', text: dedent(texts), options: [] };
  const kind = options.some(({ label }) => OWN_WORDS.test(label)) ? 'text' : 'choice';
  return { kind, text: dedent([...texts.slice(0, from), ...descriptions(texts.slice(from, -1))]), options };
}

/** The entry that takes words of one's own. */
export const OWN_WORDS = /^(?:\[.\] )?Type your own answer$/;

/** Options with what stands below them, so that the text explains the choice. */
function descriptions(texts: readonly string[]): readonly string[] {
  return texts.some((text) => /^ {3}\S/.test(text)) ? texts : [];
}

function option(key: string, label: string, selected: boolean): Option {
  return { key, label, ...(selected ? { selected } : {}) };
}

function dedent(texts: readonly string[]): string {
  return texts
    .map((text) => text.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
