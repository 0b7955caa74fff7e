import { type Conversation, prompts } from './conversation.ts';
import { parseScript } from './script.ts';

/**
 * The answer to a message that an `EXPECT` earlier in the conversation waits for: "noted k/n", and for the n-th the template
 * with the bodies of all. Undefined when nothing is waited for. Prompts with directives in between do not count.
 */
export function expectedAnswer(conversation: Conversation): string | undefined {
  const all = prompts(conversation);
  const bodies: string[] = [];
  for (const prompt of all.toReversed()) {
    const script = parseScript(prompt);
    if (script === undefined) {
      bodies.unshift(messageBody(prompt));
      continue;
    }
    const expect = script.flatMap(({ steps }) => steps).find((step) => step.type === 'expect');
    if (expect === undefined) continue;
    if (bodies.length > expect.count) return undefined;
    return bodies.length < expect.count ? `noted ${bodies.length}/${expect.count}` : fill(expect.template, bodies);
  }
  return undefined;
}

/** The text of a message without the lines that CAO adds around it. */
export function messageBody(prompt: string): string {
  return prompt
    .split('\n')
    .filter((line) => !/^\[(CAO|Message from|Assigned by)/.test(line))
    .join('\n')
    .trim();
}

function fill(template: string, bodies: readonly string[]): string {
  return template.replaceAll(/\{\{(\d+)\}\}/g, (whole, index) => bodies[Number(index) - 1] ?? whole);
}
