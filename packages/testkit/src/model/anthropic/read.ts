import { z } from 'zod';
import { type Conversation, type ConversationItem, promptIn } from '../conversation.ts';

const Block = z.looseObject({ type: z.string() });
const Content = z.union([z.string(), z.array(Block)]);

/** What we read of a Messages request; clients send far more. */
export const MessagesRequest = z.looseObject({
  model: z.string().default('unknown'),
  stream: z.boolean().default(false),
  system: Content.default(''),
  messages: z.array(z.looseObject({ role: z.string(), content: Content })),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
  output_config: z.looseObject({ format: z.looseObject({ schema: z.unknown() }).optional() }).optional(),
  output_format: z.looseObject({ schema: z.unknown() }).optional(),
});
export type MessagesRequest = z.infer<typeof MessagesRequest>;

export function readMessages(request: MessagesRequest): Conversation {
  const system = [
    textOf(request.system),
    ...request.messages.filter(({ role }) => role === 'system').map(({ content }) => textOf(content)),
  ].join('\n');
  const notes = request.messages.filter(({ role }) => role === 'user').map(({ content }) => textOf(content));
  return {
    system,
    items: request.messages.flatMap(({ role, content }) => blocksOf(content).flatMap((block) => item(role, block))),
    tools: request.tools.map(({ name }) => ({ name })),
    deferred: deferredNames([system, ...notes].join('\n')),
    schema: request.output_config?.format?.schema ?? request.output_format?.schema,
  };
}

type Block = z.infer<typeof Block>;

function item(role: string, block: Block): readonly ConversationItem[] {
  switch (block.type) {
    case 'text': {
      const text = typeof block['text'] === 'string' ? block['text'] : '';
      if (role === 'assistant') return [{ kind: 'reply', text }];
      const prompt = role === 'user' ? promptIn(text) : undefined;
      return prompt === undefined ? [] : [{ kind: 'prompt', text: prompt }];
    }
    case 'tool_use':
      return [{ kind: 'call', id: String(block['id']), name: String(block['name']), input: block['input'] }];
    case 'tool_result': {
      const content = Content.safeParse(block['content']);
      const text = content.success ? textOf(content.data) : '';
      return [{ kind: 'result', id: String(block['tool_use_id']), text, error: block['is_error'] === true }];
    }
    default:
      return [];
  }
}

function blocksOf(content: z.infer<typeof Content>): readonly Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function textOf(content: z.infer<typeof Content>): string {
  return blocksOf(content)
    .map((block) => (typeof block['text'] === 'string' ? block['text'] : ''))
    .join('\n');
}

/** Claude Code lists tools it keeps back as bare names, one a line, below a line that speaks of ToolSearch. */
function deferredNames(text: string): readonly string[] {
  return [...text.matchAll(/deferred tools are now available.*\n((?:[\w-]+\n?)+)/g)].flatMap(([, names = '']) =>
    names.split('\n').filter((name) => name !== ''),
  );
}
