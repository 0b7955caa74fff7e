import type { Socket } from 'node:net';
import type { z } from 'zod';
import { TerminalError } from '../errors.ts';
import { encodeJson, FRAME, FrameReader, MAX_CLIENT_FRAME, MAX_HOST_FRAME } from '../protocol/frames.ts';
import { HostHello, HostMessage, PROTOCOL_VERSION, type Notice, type Request } from '../protocol/messages.ts';

/** A host answers at once; one that does not within this time is stopped or hangs. */
const HELLO_MS = 10_000;

export type ParsedHostMessage = z.output<typeof HostMessage>;

export interface ConnectionHandlers {
  /** Messages that are not answers. */
  readonly onMessage: (message: Exclude<ParsedHostMessage, { type: 'ok' | 'error' | 'bye' }>) => void;
  /** Frames of bytes. */
  readonly onBytes: (kind: number, body: Buffer) => void;
  /** Once; undefined when this side closed the connection. */
  readonly onClose: (reason: TerminalError | undefined) => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

type WithoutNumber<T> = T extends unknown ? Omit<T, 'n'> : never;

/** The host closed the connection before it said hello: it was about to end. Worth another try. */
export class NoHello extends Error {}

/** A connection after the hellos: numbered requests and whatever the host says by itself. */
export class HostConnection {
  readonly instance: string;
  readonly pid: number;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #handlers: ConnectionHandlers | undefined;
  #early: (() => void)[] = [];
  #number = 0;
  #reason: TerminalError | undefined;
  #closing = false;
  #closed = false;

  private constructor(socket: Socket, hello: z.infer<typeof HostHello>) {
    this.#socket = socket;
    this.instance = hello.instance;
    this.pid = hello.pid;
  }

  /** Speaks first to a connected socket; throws `NoHello` or a `TerminalError`, and then the socket is closed. */
  static open(socket: Socket): Promise<HostConnection> {
    return new Promise((resolve, reject) => {
      let connection: HostConnection | undefined;
      const fail = (error: Error): void => {
        clearTimeout(timer);
        socket.destroy();
        reject(error);
      };
      const timer = setTimeout(() => fail(silent()), HELLO_MS);
      const reader = new FrameReader(MAX_HOST_FRAME, (kind, body) => {
        if (connection) {
          connection.#receive(kind, body);
          return;
        }
        const hello = HostHello.parse(JSON.parse(body.toString()));
        if (hello.protocol !== PROTOCOL_VERSION) throw incompatible(hello);
        connection = new HostConnection(socket, hello);
        clearTimeout(timer);
        socket.write(encodeJson({ type: 'hello', protocol: PROTOCOL_VERSION }));
        resolve(connection);
      });
      socket.on('data', (chunk: Buffer) => {
        if (socket.destroyed) return;
        try {
          reader.push(chunk);
        } catch (error) {
          if (connection) connection.#break(error);
          else fail(error instanceof TerminalError ? error : unreadable(error));
        }
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        if (connection) connection.#end();
        else fail(new NoHello('the host closed the connection'));
      });
    });
  }

  /** What arrived since the hello is delivered now. */
  handle(handlers: ConnectionHandlers): void {
    this.#handlers = handlers;
    for (const deliver of this.#early.splice(0)) deliver();
    if (this.#closed) handlers.onClose(this.#reason);
  }

  /** The raw answer. Rejects with the host's error, or with `host_unavailable` when the connection ends. */
  request(request: WithoutNumber<Request>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed || this.#closing) {
        reject(this.#reason ?? closedByUs());
        return;
      }
      this.#number += 1;
      const n = this.#number;
      const frame = encodeJson({ ...request, n });
      if (frame.length > MAX_CLIENT_FRAME) {
        reject(
          new TerminalError('invalid_input', `A request of ${frame.length} bytes is too long.`, {
            hint: `At most ${MAX_CLIENT_FRAME} bytes cross at once; put long text into a file.`,
          }),
        );
        return;
      }
      this.#waiting.set(n, { resolve, reject });
      this.#socket.write(frame);
    });
  }

  notice(notice: Notice): void {
    this.send(encodeJson(notice));
  }

  send(frame: Uint8Array): void {
    if (!this.#closed && !this.#closing) this.#socket.write(frame);
  }

  /** The answer to request `n` came as bytes. */
  settle(n: number, value: unknown): void {
    const waiting = this.#waiting.get(n);
    this.#waiting.delete(n);
    waiting?.resolve(value);
  }

  /** Resolves when the connection is closed, by whichever side. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closing = true;
    const closed = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
    this.#socket.end();
    await closed;
  }

  /** Resolves when the host closed the connection; that is no loss then. */
  async closedByHost(): Promise<void> {
    if (this.#closed) return;
    this.#closing = true;
    await new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
  }

  #receive(kind: number, body: Buffer): void {
    if (!this.#handlers) {
      this.#early.push(() => this.#receive(kind, body));
      return;
    }
    if (kind !== FRAME.json) {
      this.#handlers.onBytes(kind, body);
      return;
    }
    const message = HostMessage.parse(JSON.parse(body.toString()));
    if (message.type === 'ok') this.settle(message.n, message.value);
    else if (message.type === 'error') {
      const { code, message: text, hint } = message.error;
      this.#waiting.get(message.n)?.reject(new TerminalError(code, text, { hint }));
      this.#waiting.delete(message.n);
    } else if (message.type === 'bye') this.#reason = lost(message.reason);
    else this.#handlers.onMessage(message);
  }

  #break(error: unknown): void {
    this.#reason ??= unreadable(error);
    this.#socket.destroy();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#reason ??= this.#closing ? undefined : lost('The connection to the terminal host broke.');
    const reason = this.#reason ?? closedByUs();
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    this.#handlers?.onClose(this.#closing ? undefined : reason);
  }
}

function lost(reason: string): TerminalError {
  return new TerminalError('host_unavailable', reason, {
    hint: 'Connect again: a host that still runs has its terminals, a new one has none.',
  });
}

function closedByUs(): TerminalError {
  return new TerminalError('host_unavailable', 'This connection to the terminal host was closed.');
}

function silent(): TerminalError {
  return new TerminalError('host_unavailable', `The terminal host does not answer (${HELLO_MS / 1_000} seconds).`, {
    hint: 'It may be stopped or hang; its agents go on. Look for its process before you start anything anew.',
  });
}

function unreadable(error: unknown): TerminalError {
  return new TerminalError('host_unavailable', 'The terminal host sent something that cannot be read.', {
    cause: error,
  });
}

function incompatible({ protocol, pid }: z.infer<typeof HostHello>): TerminalError {
  return new TerminalError(
    'host_incompatible',
    `The running terminal host (process ${pid}) speaks protocol ${protocol}, this version needs ${PROTOCOL_VERSION}. Its agents keep running.`,
    { hint: 'Go back to the version that started it, or let its agents finish, then end the host and start again.' },
  );
}
