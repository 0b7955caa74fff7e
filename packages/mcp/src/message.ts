import type { JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

/** JSON-RPC error codes that are sent. */
export const RPC = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  notFound: -32_001,
  unavailable: -32_000,
} as const;

const Rpc = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string().max(256), z.number()]).optional(),
  method: z.string().max(256).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
});

export type Incoming =
  | { readonly kind: 'request'; readonly request: JSONRPCRequest }
  /** A notification or a response: taken, and answered with nothing. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'bad'; readonly code: number; readonly problem: string };

/** Reads the body of a POST: one message, or an array of one for clients of the version that had batches. */
export function readMessage(body: string): Incoming {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { kind: 'bad', code: RPC.parseError, problem: 'The body is not JSON' };
  }
  const parsed = z
    .array(Rpc)
    .min(1)
    .max(100)
    .safeParse(Array.isArray(value) ? value : [value]);
  if (!parsed.success) return { kind: 'bad', code: RPC.invalidRequest, problem: 'The body is not a JSON-RPC message' };
  const requests = parsed.data.filter((message) => message.id !== undefined && message.method !== undefined);
  if (requests.length === 0) return { kind: 'silent' };
  if (parsed.data.length > 1) {
    // Each answer is a stream of its own that is resumed by itself, so requests cannot share one.
    return { kind: 'bad', code: RPC.invalidRequest, problem: 'Batches are not served; send one request per POST' };
  }
  return { kind: 'request', request: requests[0] as JSONRPCRequest };
}

export function rpcError(id: string | number | null, code: number, message: string): object {
  return { jsonrpc: '2.0', id, error: { code, message } };
}
