import { z } from 'zod';
import { type Conversation, type ConversationItem, type OfferedTool, promptIn } from '../conversation.ts';
import { readOutput } from './output.ts';

const Item = z.looseObject({ type: z.string().default('message') });
const Tool = z.looseObject({ type: z.string() });

/** What we read of a Responses request; clients send far more. */
export const ResponsesRequest = z.looseObject({
  model: z.string().default('unknown'),
  stream: z.boolean().default(false),
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(Item)]),
  tools: z.array(Tool).default([]),
  text: z.looseObject({ format: z.looseObject({ schema: z.unknown() }).optional() }).optional(),
});
export type ResponsesRequest = z.infer<typeof ResponsesRequest>;

export function readResponses(request: ResponsesRequest): Conversation {
  const input: readonly Item[] =
    typeof request.input === 'string' ? [{ type: 'message', role: 'user', content: request.input }] : request.input;
  const orders = input.filter(({ role }) => role === 'developer' || role === 'system');
  return {
    system: [request.instructions ?? '', ...orders.flatMap(({ content }) => textsOf(content))].join('\n'),
    items: input.flatMap(item),
    tools: request.tools.flatMap(toolsIn),
    deferred: [],
    schema: request.text?.format?.schema,
  };
}

type Item = z.infer<typeof Item>;

function item(entry: Item): readonly ConversationItem[] {
  switch (entry.type) {
    case 'message': {
      const texts = textsOf(entry['content']);
      if (entry['role'] === 'assistant') return texts.map((text) => ({ kind: 'reply', text }));
      if (entry['role'] !== 'user') return [];
      return texts.map(promptIn).flatMap((text) => (text === undefined ? [] : [{ kind: 'prompt', text }]));
    }
    case 'function_call':
    case 'custom_tool_call':
      return [{ kind: 'call', id: String(entry['call_id']), name: String(entry['name']), input: argumentsOf(entry) }];
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ kind: 'result', id: String(entry['call_id']), ...readOutput(textsOf(entry['output']).join('\n')) }];
    default:
      return [];
  }
}

function argumentsOf(entry: Item): unknown {
  return entry['arguments'] ?? entry['input'];
}

/** The texts in what may be a string, a list of parts, or a list of parts written as a string. */
function textsOf(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  const parts = z.array(z.looseObject({ text: z.string() })).safeParse(content);
  return parts.success ? parts.data.map(({ text }) => text) : [];
}

function toolsIn(tool: z.infer<typeof Tool>): readonly OfferedTool[] {
  const name = typeof tool['name'] === 'string' ? tool['name'] : tool.type;
  if (tool.type !== 'namespace') return [{ name }];
  const members = z.array(z.looseObject({ name: z.string() })).safeParse(tool['tools']);
  return members.success ? members.data.map((member) => ({ name: member.name, namespace: name })) : [];
}
