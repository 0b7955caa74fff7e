import type { Conversation, ConversationItem } from './conversation.ts';

/** What stands between two messages of the user that a client sends as one. */
const GLUE = '\n\n';

/**
 * The conversation with its prompts one by one. Kimi Code puts a prompt that got no answer and the next one into the same text:
 * whatever begins with a text that was left unanswered before is that text and another one.
 */
export function apart(conversation: Conversation, unanswered: ReadonlySet<string>): Conversation {
  return { ...conversation, items: conversation.items.flatMap((item) => split(item, unanswered)) };
}

function split(item: ConversationItem, unanswered: ReadonlySet<string>): readonly ConversationItem[] {
  if (item.kind !== 'prompt') return [item];
  const prompts: ConversationItem[] = [];
  let rest = item.text;
  for (let at = rest.indexOf(GLUE); at >= 0; at = rest.indexOf(GLUE, at + 1)) {
    if (!unanswered.has(rest.slice(0, at))) continue;
    prompts.push({ kind: 'prompt', text: rest.slice(0, at) });
    rest = rest.slice(at + GLUE.length);
    at = -1;
  }
  return [...prompts, { kind: 'prompt', text: rest }];
}
