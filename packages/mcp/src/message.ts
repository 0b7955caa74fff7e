import { z } from 'zod';
import { RPC, type RpcRequest } from './rpc.ts';

const Message = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string().max(256), z.number()]).optional(),
  method: z.string().max(256).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
});

export type Incoming =
  | { readonly kind: 'request'; readonly request: RpcRequest }
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
    .array(Message)
    .min(1)
    .max(100)
    .safeParse(Array.isArray(value) ? value : [value]);
  if (!parsed.success) return { kind: 'bad', code: RPC.invalidRequest, problem: 'The body is not a JSON-RPC message' };
  const [first] = parsed.data;
  if (parsed.data.every(({ id, method }) => id === undefined || method === undefined)) return { kind: 'silent' };
  if (parsed.data.length > 1 || first?.id === undefined || first.method === undefined) {
    // Each answer is a stream of its own that is resumed by itself, so requests cannot share one.
    return { kind: 'bad', code: RPC.invalidRequest, problem: 'Batches are not served; send one request per POST' };
  }
  return { kind: 'request', request: { id: first.id, method: first.method, params: first.params ?? {} } };
}
