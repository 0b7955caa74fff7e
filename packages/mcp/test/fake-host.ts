import type { ToolCall, ToolCallRequest, ToolHost, ToolResult } from '../src/tool-host.ts';

interface Entry {
  readonly id: string;
  readonly terminalId: string;
  readonly tool: string;
  readonly args: Record<string, unknown>;
  rpcId: string | number;
  progressToken?: string | number | undefined;
  delivered: boolean;
  disconnects: number;
  readonly listeners: Set<(text: string) => void>;
  readonly result: Promise<ToolResult>;
  readonly settle: (result: ToolResult) => void;
  readonly fail: (error: unknown) => void;
}

/** A tool host whose calls end when the test says so; shared by two servers it plays the database a restart leaves behind. */
export class FakeHost implements ToolHost {
  readonly entries: Entry[] = [];
  refusal: unknown;

  readonly listings: string[] = [];

  listed(terminalId: string): void {
    this.listings.push(terminalId);
  }

  call(request: ToolCallRequest): ToolCall {
    if (this.refusal !== undefined) throw this.refusal;
    const same = (entry: Entry): boolean =>
      !entry.delivered &&
      entry.terminalId === request.terminalId &&
      entry.tool === request.tool &&
      JSON.stringify(entry.args) === JSON.stringify(request.args);
    const known = this.entries.find(same);
    if (known !== undefined) {
      known.rpcId = request.rpcId;
      known.progressToken = request.progressToken;
      return view(known);
    }
    const { promise, resolve, reject } = deferred<ToolResult>();
    const entry: Entry = {
      ...request,
      id: `c_${String(this.entries.length + 1).padStart(16, '0')}`,
      delivered: false,
      disconnects: 0,
      listeners: new Set(),
      result: promise,
      settle: resolve,
      fail: reject,
    };
    this.entries.push(entry);
    return view(entry);
  }

  resume(callId: string, terminalId: string): ToolCall | undefined {
    const entry = this.entries.find((candidate) => candidate.id === callId && candidate.terminalId === terminalId);
    return entry && view(entry);
  }

  /** The only call so far. */
  get only(): Entry {
    const [entry] = this.entries;
    if (entry === undefined || this.entries.length > 1) throw new Error(`${this.entries.length} calls, expected one`);
    return entry;
  }

  progress(text: string): void {
    for (const entry of this.entries) for (const listener of entry.listeners) listener(text);
  }
}

function view(entry: Entry): ToolCall {
  return {
    id: entry.id,
    terminalId: entry.terminalId,
    rpcId: entry.rpcId,
    progressToken: entry.progressToken,
    startedAt: Date.now(),
    result: entry.result,
    onProgress(listener) {
      entry.listeners.add(listener);
      return () => void entry.listeners.delete(listener);
    },
    delivered: () => void (entry.delivered = true),
    disconnected: () => void (entry.disconnects += 1),
  };
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
