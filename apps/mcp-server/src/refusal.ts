import { ErrorCode, JSONRPCErrorResponseSchema } from '@modelcontextprotocol/sdk/types.js';
import type { JSONRPCErrorResponse, RequestId } from '@modelcontextprotocol/sdk/types.js';

/** What is not worth another attempt, as the client is told it. */
export class Refusal extends Error {
  readonly code: number;

  constructor(message: string, code: number = ErrorCode.ConnectionClosed) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** The server's own words, when it has some: those of its HTTP face, or of the protocol. */
export async function refusalOf(response: Response): Promise<Refusal> {
  try {
    const body = (await response.json()) as { detail?: unknown; hint?: unknown; error?: unknown };
    const { detail, hint } = body;
    if (typeof detail === 'string') return new Refusal(typeof hint === 'string' ? `${detail} ${hint}` : detail);
    const { message, code } = JSONRPCErrorResponseSchema.shape.error.parse(body.error);
    return new Refusal(message, code);
  } catch {
    // Not our server, or not its JSON.
    return new Refusal(`The server answered ${response.status}`);
  }
}

export function errorAnswer(id: RequestId, error: unknown): JSONRPCErrorResponse {
  const { message, code } = error instanceof Refusal ? error : new Refusal((error as Error).message);
  return { jsonrpc: '2.0', id, error: { code, message } };
}
