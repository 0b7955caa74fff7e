import type { Socket } from 'node:net';
import type { TerminalBackend, Viewer } from '../backend.ts';
import { isTerminalError, TerminalError } from '../errors.ts';
import {
  decodeViewerInput,
  encodeJson,
  encodeReply,
  encodeViewerOutput,
  FRAME,
  FrameReader,
  MAX_CLIENT_FRAME,
} from '../protocol/frames.ts';
import {
  ClientHello,
  ClientMessage,
  PROTOCOL_VERSION,
  type ErrorShape,
  type HostMessage,
  type Notice,
  type Request,
} from '../protocol/messages.ts';

/** Who connects and does not say hello is let go: a probe, or something that lost its way. */
const HELLO_MS = 10_000;

/** A client that takes nothing any more is let go before it costs the host its memory. */
const MAX_UNSENT_BYTES = 32 * 1024 * 1024;

export interface ClientLinkOptions {
  readonly backend: TerminalBackend;
  readonly warn: (message: string) => void;
  /** This client asked for the end of everything; answers when all terminals are gone. */
  readonly onShutdown: () => Promise<void>;
  /** A request was answered, perhaps after its client had gone. */
  readonly onAnswered: () => void;
  readonly onClose: () => void;
}

/** One connected client: what it asks is answered, what it breaks ends only its own connection. */
export class ClientLink {
  readonly #socket: Socket;
  readonly #options: ClientLinkOptions;
  readonly #viewers = new Map<number, Viewer>();
  #greeted = false;
  #corked = false;

  constructor(socket: Socket, options: ClientLinkOptions) {
    this.#socket = socket;
    this.#options = options;
    const reader = new FrameReader(MAX_CLIENT_FRAME, (kind, body) => this.#receive(kind, body));
    const hello = setTimeout(() => {
      if (!this.#greeted) socket.destroy();
    }, HELLO_MS);
    socket.on('data', (chunk: Buffer) => {
      try {
        if (!socket.destroyed) reader.push(chunk);
      } catch (error) {
        options.warn(`A client was let go, what it sent is broken: ${describe(error)}`);
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(hello);
      for (const viewer of this.#viewers.values()) viewer.detach();
      this.#viewers.clear();
      options.onClose();
    });
    const { instance } = options.backend;
    this.#write(encodeJson({ type: 'hello', protocol: PROTOCOL_VERSION, instance, pid: process.pid }));
  }

  /** A frame that was encoded once for all clients. */
  broadcast(frame: Uint8Array): void {
    if (this.#greeted) this.#write(frame);
  }

  /** The last message of all. */
  bye(reason: string): void {
    this.#say({ type: 'bye', reason });
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #receive(kind: number, body: Buffer): void {
    if (this.#socket.destroyed) return;
    if (!this.#greeted) {
      const { protocol } = ClientHello.parse(JSON.parse(body.toString()));
      if (protocol !== PROTOCOL_VERSION) throw new Error(`its protocol is ${protocol}, not ${PROTOCOL_VERSION}`);
      this.#greeted = true;
      return;
    }
    if (kind === FRAME.viewerInput) {
      const { viewer, data } = decodeViewerInput(body);
      this.#viewers.get(viewer)?.write(data);
      return;
    }
    if (kind !== FRAME.json) throw new Error(`a frame of unknown kind ${kind}`);
    const message = ClientMessage.parse(JSON.parse(body.toString()));
    if (!('n' in message)) {
      this.#notice(message);
      return;
    }
    void this.#reply(message);
  }

  async #reply(request: Request): Promise<void> {
    try {
      const value = await this.#answer(request);
      if (value instanceof Uint8Array) this.#write(value);
      else this.#say({ type: 'ok', n: request.n, value });
    } catch (error) {
      this.#say({ type: 'error', n: request.n, error: this.#errorShape(error) });
    }
    this.#options.onAnswered();
  }

  #notice(notice: Notice): void {
    const viewer = this.#viewers.get(notice.viewer);
    if (notice.op === 'viewerAck') viewer?.ack(notice.bytes);
    else if (notice.op === 'viewerResize') viewer?.resize(notice.size);
    else if (notice.op === 'viewerControl') viewer?.control(notice.take, notice.size);
    else {
      this.#viewers.delete(notice.viewer);
      viewer?.detach();
    }
  }

  /** The value of the answer, or the whole frame where the answer is bytes. */
  async #answer(request: Request): Promise<unknown> {
    const { backend } = this.#options;
    switch (request.op) {
      case 'spawn':
        return backend.spawn(request.spec);
      case 'list':
        return backend.list();
      case 'get':
        return backend.get(request.id);
      case 'snapshot':
        return backend.snapshot(request.id);
      case 'render':
        return backend.render(request.id, request.maxLines === undefined ? {} : { maxLines: request.maxLines });
      case 'readLog': {
        const { data, end } = await backend.readLog(request.id, request);
        return encodeReply(request.n, end, data);
      }
      case 'input':
        return backend.input(request.id, request.batch);
      case 'resize':
        return backend.resize(request.id, request.size);
      case 'signal':
        return backend.signal(request.id, request.signal);
      case 'remove':
        return backend.remove(request.id);
      case 'attach':
        return this.#attach(request);
      case 'shutdown':
        return this.#options.onShutdown();
      default:
        throw request satisfies never;
    }
  }

  async #attach({ id, viewer: number, control }: Extract<Request, { op: 'attach' }>): Promise<void> {
    if (this.#viewers.has(number)) throw new TerminalError('invalid_input', `Viewer ${number} is attached already.`);
    let ended = false;
    const viewer = await this.#options.backend.attach(id, {
      onData: (data, reset) => this.#write(encodeViewerOutput(number, data, reset)),
      onSize: (size, holder) => this.#say({ type: 'viewerSize', viewer: number, size, control: holder }),
      onEnd: (exit) => {
        ended = true;
        this.#viewers.delete(number);
        this.#say({ type: 'viewerEnd', viewer: number, exit });
      },
      ...(control && { control }),
    });
    if (this.#socket.destroyed) viewer.detach();
    else if (!ended) this.#viewers.set(number, viewer);
  }

  #say(message: HostMessage): void {
    this.#write(encodeJson(message));
  }

  /** What is written in one turn of the event loop leaves in one piece. */
  #write(frame: Uint8Array): void {
    if (this.#socket.destroyed) return;
    if (this.#socket.writableLength > MAX_UNSENT_BYTES) {
      this.#options.warn('A client was let go, it takes nothing any more.');
      this.#socket.destroy();
      return;
    }
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      setImmediate(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(frame);
  }

  #errorShape(error: unknown): ErrorShape {
    if (isTerminalError(error)) {
      return { code: error.code, message: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
    }
    this.#options.warn(`A request failed: ${describe(error)}`);
    return { code: 'host_unavailable', message: `The terminal host failed: ${String(error)}.` };
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
