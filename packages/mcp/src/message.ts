import {
  CallToolRequestSchema,
  ErrorCode,
  InitializeRequestSchema,
  isJSONRPCRequest,
  JSONRPCMessageSchema,
  ListToolsRequestSchema,
  PingRequestSchema,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { problemsOf } from './arguments.ts';

/** What is served, with the shape of its parameters. */
const SERVED = new Map<string, z.ZodType>([
  ['initialize', InitializeRequestSchema],
  ['ping', PingRequestSchema],
  ['tools/list', ListToolsRequestSchema],
  ['tools/call', CallToolRequestSchema],
]);
/** Ids are stored with their calls. */
const MAX_ID_LENGTH = 256;

const Body = JSONRPCMessageSchema.array().min(1).max(100);

export type Incoming =
  | { readonly kind: 'request'; readonly request: JSONRPCRequest; readonly served: boolean }
  /** A notification or a response: taken, and answered with nothing. */
  | { readonly kind: 'silent' }
  | {
      readonly kind: 'bad';
      readonly status: number;
      readonly id: RequestId | null;
      readonly code: number;
      readonly problem: string;
    };

/** Reads the body of a POST: one message, or an array of one for clients of the version that had batches. */
export function readMessage(body: string): Incoming {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return bad(ErrorCode.ParseError, 'The body is not JSON');
  }
  const parsed = Body.safeParse(Array.isArray(value) ? value : [value]);
  if (!parsed.success) return bad(ErrorCode.InvalidRequest, 'The body is not a JSON-RPC message');
  const [request, ...others] = parsed.data.filter((message) => isJSONRPCRequest(message));
  if (request === undefined) return { kind: 'silent' };
  if (others.length > 0 || parsed.data.length > 1) {
    // Each answer is a stream of its own that is resumed by itself, so requests cannot share one.
    return bad(ErrorCode.InvalidRequest, 'Batches are not served; send one request per POST');
  }
  return String(request.id).length > MAX_ID_LENGTH
    ? bad(ErrorCode.InvalidRequest, `The id is longer than ${MAX_ID_LENGTH} characters`)
    : checked(request);
}

/** The library answers wrong parameters as errors of its own, with the whole report of the schema. */
function checked(request: JSONRPCRequest): Incoming {
  // Some clients write null where a tool takes no arguments.
  if (request.params?.['arguments'] === null) delete request.params['arguments'];
  const shape = SERVED.get(request.method);
  const result = shape?.safeParse(request);
  if (result?.success !== false) return { kind: 'request', request, served: shape !== undefined };
  const problem = `${request.method}: ${problemsOf(result.error)}`;
  return { kind: 'bad', status: 200, id: request.id, code: ErrorCode.InvalidParams, problem };
}

function bad(code: number, problem: string): Incoming {
  return { kind: 'bad', status: 400, id: null, code, problem };
}
