import type { ModelEndpoint } from '../../src/index.ts';

export interface ChatAsked {
  readonly status: number;
  readonly headers: Headers;
  /** What came after `data: `, in order; empty when the answer did not stream. */
  readonly chunks: readonly string[];
  /** The whole body when the answer did not stream. */
  readonly body: unknown;
  readonly text: string;
  readonly reasoning: string;
  readonly finish: string | null | undefined;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
}

export const CHAT_TOOLS = ['bash', 'cao-mcp-server_handoff'].map((name) => ({ type: 'function', function: { name } }));

/** One request as OpenCode, Copilot CLI and Kimi Code send it. */
export async function askChat(
  endpoint: ModelEndpoint,
  messages: readonly unknown[],
  more: Record<string, unknown> = {},
): Promise<ChatAsked> {
  const response = await fetch(`${endpoint.url('a')}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', stream: true, tools: CHAT_TOOLS, messages, ...more }),
  });
  const { status, headers } = response;
  const text = await response.text();
  const streamed = headers.get('content-type') === 'text/event-stream';
  const chunks = streamed ? dataOf(text) : [];
  const body: unknown = streamed ? undefined : JSON.parse(text);
  const choices = streamed ? chunks.filter((chunk) => chunk !== '[DONE]').flatMap(choicesIn) : choicesIn(text);
  return { status, headers, chunks, body, ...joined(choices) };
}

/** The calls of an answer as the client sends them back. */
export function called({ text, calls }: ChatAsked): unknown {
  const tool_calls = calls.map(({ id, name, input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
  return { role: 'assistant', content: text, tool_calls };
}

export function results({ calls }: ChatAsked, texts: readonly string[]): readonly unknown[] {
  return calls.map(({ id }, index) => ({ role: 'tool', tool_call_id: id, content: texts[index] }));
}

interface Call {
  readonly index?: number;
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: string };
  readonly custom?: { readonly name?: string; readonly input?: string };
}

interface Message {
  readonly content?: string | null;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly Call[];
}

interface Choice {
  readonly delta?: Message;
  readonly message?: Message;
  readonly finish_reason?: string | null;
}

function dataOf(stream: string): readonly string[] {
  const events = stream.split('\n\n');
  if (events.pop() !== '' || events.some((event) => !event.startsWith('data: ')))
    throw new Error(`no events: ${stream}`);
  return events.map((event) => event.slice('data: '.length));
}

function choicesIn(json: string): readonly Choice[] {
  return (JSON.parse(json) as { readonly choices?: readonly Choice[] }).choices ?? [];
}

/** Puts deltas together as a client does. A whole message is one delta. */
function joined(choices: readonly Choice[]): Pick<ChatAsked, 'text' | 'reasoning' | 'finish' | 'calls'> {
  const messages = choices.map(({ delta, message }) => delta ?? message ?? {});
  const found: { id: string; name: string; json: string; free: boolean }[] = [];
  for (const call of messages.flatMap(({ tool_calls = [] }) => tool_calls)) {
    if (call.id !== undefined) found.push({ id: call.id, name: '', json: '', free: call.custom !== undefined });
    const last = call.index === undefined ? found.at(-1)! : found[call.index]!;
    last.name += call.function?.name ?? call.custom?.name ?? '';
    last.json += call.function?.arguments ?? call.custom?.input ?? '';
  }
  return {
    text: messages.map(({ content }) => content ?? '').join(''),
    reasoning: messages.map(({ reasoning_content = '' }) => reasoning_content).join(''),
    finish: choices.findLast(({ finish_reason }) => typeof finish_reason === 'string')?.finish_reason,
    calls: found.map(({ id, name, json, free }) => ({ id, name, input: free ? json : (JSON.parse(json) as unknown) })),
  };
}
