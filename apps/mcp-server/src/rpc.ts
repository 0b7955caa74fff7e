export type RpcId = string | number;

/** A JSON-RPC message as far as a bridge looks into it. */
export interface RpcMessage {
  readonly jsonrpc: '2.0';
  readonly id?: RpcId | null;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface RpcRequest extends RpcMessage {
  readonly id: RpcId;
  readonly method: string;
}

export const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;
/** The server cannot be reached, or says no. */
export const SERVER_ERROR = -32_000;

export function rpcError(id: RpcId | null, code: number, message: string): RpcMessage {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

/** Undefined for what is no JSON-RPC message; an array counts as none. */
export function parseRpc(text: string): RpcMessage | undefined {
  try {
    const value = JSON.parse(text) as Partial<RpcMessage> | null;
    return value !== null && typeof value === 'object' && value.jsonrpc === '2.0' ? (value as RpcMessage) : undefined;
  } catch {
    return undefined;
  }
}

export function isRequest(message: RpcMessage): message is RpcRequest {
  return message.method !== undefined && (typeof message.id === 'string' || typeof message.id === 'number');
}

export function isAnswer(message: RpcMessage): boolean {
  return message.method === undefined && (message.result !== undefined || message.error !== undefined);
}
