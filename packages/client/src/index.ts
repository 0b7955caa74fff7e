export { createClient, type ClientOptions } from './client.ts';
export { caoError, isClientError } from './errors.ts';
export { DEFAULT_TIMEOUT_MS, type CallOptions, type RequestOptions } from './request.ts';
export {
  SOCKET_PROTOCOL,
  SOCKET_TOKEN_PREFIX,
  type SocketHandlers,
  type SocketOptions,
  type TerminalSocket,
  type WebSocketConstructor,
  type WebSocketLike,
} from './socket.ts';
export { createSseDecoder, readSse, type SseEvent } from './sse.ts';
export type {
  CaoClient,
  Capture,
  EventOptions,
  FlowCalls,
  InboxCalls,
  JobCalls,
  JobFilter,
  Screen,
  SessionCalls,
  TerminalCalls,
  TurnCalls,
  WaitOptions,
} from './types.ts';
