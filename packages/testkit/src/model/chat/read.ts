import { z } from 'zod';
import { type Conversation, type ConversationItem, type OfferedTool, promptIn } from '../conversation.ts';
import { readChatOutput } from './output.ts';

const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const Content = z.union([z.string(), z.array(Part)]).nullish();
const Named = z.looseObject({ name: z.string() });
const Parameters = z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}) });

const Call = z.looseObject({
  id: z.string(),
  function: Named.extend({ arguments: z.string().default('') }).optional(),
  custom: Named.extend({ input: z.string().default('') }).optional(),
});

const Message = z.looseObject({
  role: z.string(),
  content: Content,
  tool_calls: z.array(Call).nullish(),
  tool_call_id: z.string().optional(),
});

const Tool = z.looseObject({
  function: Named.extend({ parameters: Parameters.optional() }).optional(),
  custom: Named.optional(),
});

/** What we read of a Chat Completions request; clients send far more. */
export const ChatRequest = z.looseObject({
  model: z.string().default('unknown'),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  messages: z.array(Message),
  tools: z.array(Tool).nullish(),
  prompt_cache_key: z.string().optional(),
  response_format: z.looseObject({ json_schema: z.looseObject({ schema: z.unknown() }).optional() }).nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

export function readChat(request: ChatRequest): Conversation {
  const orders = request.messages.filter(({ role }) => role === 'system' || role === 'developer');
  return {
    system: orders.flatMap(({ content }) => textsOf(content)).join('\n'),
    items: request.messages.flatMap(items),
    tools: (request.tools ?? []).flatMap(offered),
    deferred: [],
    schema: request.response_format?.json_schema?.schema,
  };
}

function offered({ function: plain, custom }: z.infer<typeof Tool>): readonly OfferedTool[] {
  if (custom !== undefined) return [{ name: custom.name, freeform: true }];
  if (plain === undefined) return [];
  const { name, parameters } = plain;
  return [parameters === undefined ? { name } : { name, takes: Object.keys(parameters.properties) }];
}

function items(message: z.infer<typeof Message>): readonly ConversationItem[] {
  const texts = textsOf(message.content);
  switch (message.role) {
    case 'user':
      return texts.map(promptIn).flatMap((text) => (text === undefined ? [] : [{ kind: 'prompt', text }]));
    case 'assistant':
      return [
        ...texts.filter((text) => text !== '').map((text) => ({ kind: 'reply' as const, text })),
        ...(message.tool_calls ?? []).map((call) => ({
          kind: 'call' as const,
          id: call.id,
          name: call.function?.name ?? call.custom?.name ?? '',
          input: call.function?.arguments ?? call.custom?.input,
        })),
      ];
    case 'tool':
      return [{ kind: 'result', id: message.tool_call_id ?? '', ...readChatOutput(texts.join('\n')) }];
    default:
      return [];
  }
}

/** The texts of a content; images and files beside them say nothing to a script. */
function textsOf(content: z.infer<typeof Content>): readonly string[] {
  if (typeof content === 'string') return [content];
  return (content ?? []).flatMap(({ text }) => (text === undefined ? [] : [text]));
}
