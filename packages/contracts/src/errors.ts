import { z } from 'zod';

/** Every error code that crosses a boundary. Codes are API: pinned by a literal test. */
export const ErrorCode = z.enum([
  'invalid_input',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'not_ready',
  'too_large',
  'profile_not_found',
  'profile_invalid',
  'provider_unknown',
  'provider_missing',
  'working_directory_invalid',
  'launch_failed',
  'terminal_gone',
  'reply_unavailable',
  'timeout',
  'script_failed',
  'plugin_failed',
  'worker_failed',
  'worker_needs_input',
  'cancelled',
  'host_unavailable',
  'host_incompatible',
  'state_incompatible',
  'server_running',
  'unavailable',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export interface CaoErrorOptions {
  /** What to do next, as a sentence for a person. */
  hint?: string;
  /** Machine-readable facts; no secrets. */
  details?: Record<string, unknown>;
  cause?: unknown;
}

/** The one error of the domain. Knows nothing of HTTP; `@cao/http` maps codes to statuses in one table. */
export class CaoError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: CaoErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CaoError';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** By shape, not by class: two copies of this package may be loaded. */
export function isCaoError(error: unknown): error is CaoError {
  return (
    error instanceof Error &&
    error.name === 'CaoError' &&
    ErrorCode.safeParse((error as Partial<CaoError>).code).success
  );
}

/** `detail` keeps the shape CAO (Python) clients read; `code` and `hint` are additions. */
export const ErrorBody = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ type: z.string(), loc: z.array(z.union([z.string(), z.number()])), msg: z.string() })),
  ]),
  code: ErrorCode,
  hint: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
