export interface ServerSentEvent {
  readonly id?: string;
  readonly data: string;
  /** Milliseconds the server asks to wait before coming back. */
  readonly retry?: number;
}

/** Reads an event stream. Ends when the stream does; throws when it breaks. Comments are skipped. */
export async function* readEvents(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event !== undefined) yield event;
    }
  }
}

function parseBlock(block: string): ServerSentEvent | undefined {
  let id: string | undefined;
  let retry: number | undefined;
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value = ''] = /^(\w+)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (field === 'id') id = value;
    if (field === 'retry' && /^\d+$/.test(value)) retry = Number(value);
    if (field === 'data') data.push(value);
  }
  if (id === undefined && retry === undefined && data.length === 0) return undefined;
  return {
    data: data.join('\n'),
    ...(id === undefined ? {} : { id }),
    ...(retry === undefined ? {} : { retry }),
  };
}
