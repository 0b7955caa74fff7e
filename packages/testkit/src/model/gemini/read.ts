import { z } from 'zod';
import { type Conversation, type ConversationItem, promptIn } from '../conversation.ts';
import { outputOf } from './output.ts';

/** The model and the method stand in the path: `:streamGenerateContent` or `:generateContent`. */
export const GENERATE_PATH = /^\/v1beta\/models\/([^/:]+):(streamGenerateContent|generateContent)$/;

const Part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  functionCall: z.looseObject({ id: z.string().optional(), name: z.string(), args: z.unknown().optional() }).optional(),
  functionResponse: z
    .looseObject({ id: z.string().optional(), name: z.string(), response: z.unknown().optional() })
    .optional(),
});
const Content = z.looseObject({ role: z.string().default('user'), parts: z.array(Part).default([]) });

/** What we read of a Gemini request; clients send far more. */
export const GenerateRequest = z.looseObject({
  contents: z.array(Content),
  systemInstruction: z.union([z.string(), z.looseObject({ parts: z.array(Part).default([]) })]).optional(),
  tools: z
    .array(z.looseObject({ functionDeclarations: z.array(z.looseObject({ name: z.string() })).default([]) }))
    .default([]),
  generationConfig: z
    .looseObject({ responseSchema: z.unknown().optional(), responseJsonSchema: z.unknown().optional() })
    .default({}),
});
export type GenerateRequest = z.infer<typeof GenerateRequest>;

export function readGenerate(request: GenerateRequest): Conversation {
  const { systemInstruction, generationConfig } = request;
  return {
    system:
      typeof systemInstruction === 'string' ? systemInstruction : textsOf(systemInstruction?.parts ?? []).join('\n'),
    items: itemsOf(request.contents),
    tools: request.tools.flatMap((tool) => tool.functionDeclarations.map(({ name }) => ({ name }))),
    deferred: [],
    schema: generationConfig.responseJsonSchema ?? generationConfig.responseSchema,
  };
}

type Part = z.infer<typeof Part>;

/** Clients may leave out the ids of calls: then results come in the order of the calls. */
function itemsOf(contents: GenerateRequest['contents']): readonly ConversationItem[] {
  const items: ConversationItem[] = [];
  const open: { id: string; name: string }[] = [];
  for (const { role, parts } of contents) {
    for (const part of parts) {
      if (part.functionCall !== undefined) {
        const { name, args } = part.functionCall;
        const id = part.functionCall.id ?? `call-${items.length}`;
        open.push({ id, name });
        items.push({ kind: 'call', id, name, input: args ?? {} });
      } else if (part.functionResponse !== undefined) {
        const { id, name, response } = part.functionResponse;
        const at = open.findIndex((call) => (id === undefined ? call.name === name : call.id === id));
        const [call] = at < 0 ? [] : open.splice(at, 1);
        items.push({ kind: 'result', id: id ?? call?.id ?? name, ...outputOf(response) });
      } else items.push(...textItem(role, part));
    }
  }
  return items;
}

function textItem(role: string, { text, thought }: Part): readonly ConversationItem[] {
  if (text === undefined || thought === true) return [];
  if (role === 'model') return [{ kind: 'reply', text }];
  const prompt = promptIn(text);
  return prompt === undefined ? [] : [{ kind: 'prompt', text: prompt }];
}

function textsOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap(({ text }) => (text === undefined ? [] : [text]));
}
