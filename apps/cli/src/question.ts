import type { Question } from '@cao/contracts';
import { printable } from './errors.ts';

/** The question an agent asks, its choices, and how a person or a program answers. */
export function questionText(
  question: Question | null,
  terminal: { readonly id: string; readonly session_name: string },
): string {
  const lines = [`The agent asks (terminal ${terminal.id}):`, ''];
  const text = question?.text ?? 'It waits for an answer; its screen shows the question.';
  lines.push(
    ...printable(text)
      .split('\n')
      .map((line) => `  ${line}`),
  );
  const options = question?.options ?? [];
  if (options.length > 0) lines.push('');
  for (const { key, label, selected } of options) {
    lines.push(`  ${selected === true ? '>' : ' '} ${printable(key)}) ${printable(label)}`);
  }
  const example = printable(options[0]?.key ?? 'your answer').replaceAll("'", '');
  lines.push('', `Answer with: cao session answer ${terminal.session_name} '${example}' --terminal ${terminal.id}`);
  lines.push(`or type it there: cao attach ${terminal.id}`, '');
  return lines.join('\n');
}
