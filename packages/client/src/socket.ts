import type { ViewerFrame, ViewerNotice } from '@cao/contracts';
import { caoError } from './errors.ts';

/** The part of a browser's or the `ws` package's WebSocket that is used. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}
export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocketLike;

export interface SocketHandlers {
  /** Raw bytes for a terminal emulator. `reset`: forget what was drawn first, this is a whole screen. */
  onData(data: Uint8Array, reset: boolean): void;
  onNotice?(notice: ViewerNotice): void;
  onOpen?(): void;
  /** Called once. The server uses 4004 no such terminal, 4400 bad frame, 4401 no token, 4403 not allowed. */
  onClose?(code: number, reason: string): void;
}

export interface SocketOptions {
  /** Ask for the control seat with this size at the start; given only when it is free. */
  readonly control?: { readonly cols: number; readonly rows: number };
}

/** One view of a terminal. Closing it detaches; the agent goes on. */
export interface TerminalSocket {
  /** Typed by the person. Dropped, with `false`, while the connection is not open. */
  write(data: string): boolean;
  /** The viewer's size; counts only while this viewer holds the control seat. */
  resize(size: { cols: number; rows: number }): boolean;
  /** Takes the control seat from whoever has it, or leaves it. */
  control(take: boolean): boolean;
  close(): void;
}

/** Subprotocols of the terminal WebSocket: the first is chosen by the server, the second carries the token out of the URL. */
export const SOCKET_PROTOCOL = 'cao.terminal.v1';
export const SOCKET_TOKEN_PREFIX = 'cao.token.';

export interface OpenSocket {
  readonly WebSocket: WebSocketConstructor;
  readonly baseUrl: string;
  readonly token: string | undefined;
  readonly terminalId: string;
  readonly handlers: SocketHandlers;
  readonly options: SocketOptions;
}

const OPEN = 1;
/** Characters of one input frame; the server refuses frames above a megabyte. */
const INPUT_CHUNK = 64 * 1024;

export function openSocket(open: OpenSocket): TerminalSocket {
  const { handlers } = open;
  const protocols = [SOCKET_PROTOCOL, ...(open.token === undefined ? [] : [SOCKET_TOKEN_PREFIX + open.token])];
  const socket = new open.WebSocket(socketUrl(open), protocols);
  socket.binaryType = 'arraybuffer';
  let closed = false;
  let reset = true;

  socket.addEventListener('open', () => handlers.onOpen?.());
  // A failure is always followed by `close`, which tells more.
  socket.addEventListener('error', () => undefined);
  socket.addEventListener('close', ({ code, reason }) => {
    if (closed) return;
    closed = true;
    handlers.onClose?.(code, reason);
  });
  socket.addEventListener('message', ({ data }) => {
    if (closed) return;
    if (data instanceof ArrayBuffer) {
      handlers.onData(new Uint8Array(data), reset);
      reset = false;
      return;
    }
    const notice = parseNotice(data);
    if (notice === undefined) return;
    if (notice.type === 'reset') reset = true;
    handlers.onNotice?.(notice);
  });

  function send(frame: ViewerFrame): boolean {
    if (closed || socket.readyState !== OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  return {
    write: (data) => {
      for (let at = 0; at < data.length;) {
        const end = chunkEnd(data, at);
        if (!send({ type: 'input', data: data.slice(at, end) })) return false;
        at = end;
      }
      return true;
    },
    resize: ({ cols, rows }) => send({ type: 'resize', cols, rows }),
    control: (take) => send({ type: 'control', take }),
    close: () => socket.close(1000, 'detached'),
  };
}

/** Never between the halves of a surrogate pair. */
function chunkEnd(data: string, start: number): number {
  const end = Math.min(start + INPUT_CHUNK, data.length);
  const last = data.charCodeAt(end - 1);
  return end < data.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

function socketUrl({ baseUrl, terminalId, options }: OpenSocket): string {
  if (!/^https?:/.test(baseUrl)) throw caoError('invalid_input', `Not an http address: ${baseUrl}`);
  const query =
    options.control === undefined ? '' : `?control=1&cols=${options.control.cols}&rows=${options.control.rows}`;
  return `${baseUrl.replace(/^http/, 'ws')}/terminals/${encodeURIComponent(terminalId)}/ws${query}`;
}

function parseNotice(data: unknown): ViewerNotice | undefined {
  try {
    return JSON.parse(String(data)) as ViewerNotice;
  } catch {
    return undefined;
  }
}
