/** One dispatched server-sent event, or the news that a field without data brought. */
export interface SseEvent {
  /** The last event id the stream has named so far. */
  readonly id: string | undefined;
  readonly event: string | undefined;
  /** Lines joined by newlines; empty for an event that only sets an id or a retry time. */
  readonly data: string;
  /** Milliseconds the server asks to wait before coming back, when this event said so. */
  readonly retry: number | undefined;
}

/** A decoder of `text/event-stream`: give it text as it comes, it calls back for each event. Comments are skipped. */
export function createSseDecoder(onEvent: (event: SseEvent) => void): (text: string) => void {
  let rest = '';
  let id: string | undefined;
  let event: string | undefined;
  let retry: number | undefined;
  let data: string[] = [];
  let named = false;

  function line(text: string): void {
    if (text === '') {
      if (named || data.length > 0) onEvent({ id, event, data: data.join('\n'), retry });
      event = undefined;
      retry = undefined;
      data = [];
      named = false;
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon === -1 ? text : text.slice(0, colon);
    const raw = colon === -1 ? '' : text.slice(colon + 1);
    const value = raw.startsWith(' ') ? raw.slice(1) : raw;
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) retry = Number(value);
    else return;
    named = true;
  }

  return (text) => {
    rest += text;
    for (;;) {
      const end = rest.search(/\r\n|\n|\r/);
      if (end === -1) return;
      // A carriage return at the very end may be half of a line end.
      if (rest[end] === '\r' && end === rest.length - 1) return;
      const width = rest.startsWith('\r\n', end) ? 2 : 1;
      const text = rest.slice(0, end);
      rest = rest.slice(end + width);
      line(text);
    }
  };
}

/** The events of a response body, until it ends or the connection breaks (which throws). */
export async function* readSse(body: ReadableStream<Uint8Array>): AsyncGenerator<SseEvent, void, undefined> {
  const reader = body.getReader();
  const text = new TextDecoder();
  const ready: SseEvent[] = [];
  const decode = createSseDecoder((event) => ready.push(event));
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      decode(text.decode(value, { stream: true }));
      yield* ready.splice(0);
    }
  } finally {
    // Also when the consumer stops early, so that the connection does not linger.
    await reader.cancel().catch(() => undefined);
  }
}
