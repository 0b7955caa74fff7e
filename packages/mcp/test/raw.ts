/** Requests as bytes on the wire, without an MCP client's opinion. */
export const AGENT = 'aaaaaaaa';

export function headersOf(terminalId: string = AGENT): Record<string, string> {
  return {
    authorization: `Bearer ${terminalId}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
}

export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { ...headersOf(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export function callOf(tool: string, args: Record<string, unknown>, id: string | number = 1, meta?: object): object {
  return {
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: tool, arguments: args, ...(meta && { _meta: meta }) },
  };
}

/** Reads a stream piece by piece. */
export class Reader {
  text = '';
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();

  constructor(response: Response) {
    if (response.body === null) throw new Error('no body');
    this.#reader = response.body.getReader();
  }

  /** Reads on until the text so far satisfies the condition. */
  async until(condition: (text: string) => boolean): Promise<string> {
    while (!condition(this.text)) {
      const { value, done } = await this.#reader.read();
      if (done) throw new Error(`ended after: ${this.text}`);
      this.text += this.#decoder.decode(value, { stream: true });
    }
    return this.text;
  }

  /** Reads to the end; false when the connection broke before it. */
  async toEnd(): Promise<boolean> {
    try {
      for (;;) {
        const { value, done } = await this.#reader.read();
        if (done) return true;
        this.text += this.#decoder.decode(value, { stream: true });
      }
    } catch {
      return false;
    }
  }
}

/** The JSON-RPC messages of a finished stream. */
export function messagesIn(text: string): unknown[] {
  return [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data as string) as unknown);
}
