/** The JSON-RPC of the Model Context Protocol, as far as it is spoken here. */
export type RpcId = string | number;

export interface RpcRequest {
  readonly id: RpcId;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export type RpcMessage = { readonly jsonrpc: '2.0' } & Readonly<Record<string, unknown>>;

/** Error codes that are sent. */
export const RPC = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  notFound: -32_001,
  unavailable: -32_000,
} as const;

export function rpcResult(id: RpcId, result: object): RpcMessage {
  return { jsonrpc: '2.0', id, result };
}

export function rpcError(id: RpcId | null, code: number, message: string): RpcMessage {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

export function rpcProgress(progressToken: unknown, progress: number, message: string): RpcMessage {
  return { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress, message } };
}
