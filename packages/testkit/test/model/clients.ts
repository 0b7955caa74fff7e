import type { ModelEndpoint } from '../../src/index.ts';

export interface SentEvent {
  readonly event: string;
  readonly data: Json;
}

type Json = Record<string, Record<string, unknown>>;

export interface Asked {
  readonly status: number;
  readonly events: readonly SentEvent[];
  /** The whole body when the answer did not stream. */
  readonly body: Json;
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
}

export const SHELL_AND_HANDOFF = [{ name: 'Bash' }, { name: 'mcp__cao-mcp-server__handoff' }];

/** One request as Claude Code sends it. */
export async function askMessages(
  endpoint: ModelEndpoint,
  messages: readonly unknown[],
  more: Record<string, unknown> = {},
): Promise<Asked> {
  const body = { model: 'm', stream: true, tools: SHELL_AND_HANDOFF, messages, ...more };
  const { status, events, json } = await post(`${endpoint.url('a')}/v1/messages?beta=true`, body);
  const content = blocks(events, json);
  return {
    status,
    events,
    body: json,
    text: content.map((block) => block.text ?? '').join(''),
    calls: content.flatMap((block) =>
      block.type === 'tool_use' ? [{ id: block.id!, name: block.name!, input: block.input }] : [],
    ),
  };
}

/** One request as Codex sends it. */
export async function askResponses(
  endpoint: ModelEndpoint,
  input: readonly unknown[],
  more: Record<string, unknown> = {},
): Promise<Asked> {
  const tools = [
    { type: 'function', name: 'exec_command' },
    { type: 'namespace', name: 'mcp__cao_mcp_server', tools: [{ type: 'function', name: 'handoff' }] },
  ];
  const { status, events, json } = await post(`${endpoint.url('a')}/v1/responses`, {
    model: 'm',
    stream: true,
    tools,
    input,
    ...more,
  });
  const items = events
    .filter(({ event }) => event === 'response.output_item.done')
    .map(({ data }) => data['item'] as unknown as Item);
  return {
    status,
    events,
    body: json,
    text: items.flatMap((item) => item.content?.map(({ text }) => text) ?? []).join(''),
    calls: items.flatMap((item) =>
      item.type === 'function_call'
        ? [
            {
              id: item.call_id!,
              name: [item.namespace, item.name].join('/'),
              input: JSON.parse(item.arguments!) as unknown,
            },
          ]
        : [],
    ),
  };
}

export const user = (text: string): unknown => ({ role: 'user', content: [{ type: 'text', text }] });

interface Item {
  readonly type: string;
  readonly content?: readonly { readonly text: string }[];
  readonly call_id?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly arguments?: string;
}

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly id?: string;
  readonly name?: string;
  readonly input?: unknown;
}

async function post(url: string, body: unknown): Promise<{ status: number; events: readonly SentEvent[]; json: Json }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.headers.get('content-type') !== 'text/event-stream') {
    return { status: response.status, events: [], json: JSON.parse(text) as Json };
  }
  const events = text
    .split('\n\n')
    .filter((part) => part !== '')
    .map((part) => {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/s.exec(part) ?? [];
      return { event, data: JSON.parse(data) as Json };
    });
  return { status: response.status, events, json: {} };
}

/** Puts the blocks of a streamed message together as a client does. */
function blocks(events: readonly SentEvent[], json: Json): readonly Block[] {
  if (events.length === 0) return (json['content'] as readonly Block[] | undefined) ?? [];
  const found: { type: string; text?: string; json?: string; id?: string; name?: string }[] = [];
  for (const { event, data } of events) {
    if (event === 'content_block_start') found.push({ ...data['content_block'] } as unknown as Block);
    const delta = event === 'content_block_delta' ? data['delta'] : undefined;
    const last = found.at(-1);
    if (delta?.['type'] === 'text_delta') last!.text = (last!.text ?? '') + String(delta['text']);
    if (delta?.['type'] === 'input_json_delta') last!.json = (last!.json ?? '') + String(delta['partial_json']);
  }
  return found.map((block) =>
    block.json === undefined ? block : { ...block, input: JSON.parse(block.json) as unknown },
  );
}
