import type { CaoError, CaoErrorOptions, ErrorCode } from '@cao/contracts';

/**
 * A `CaoError` without loading the contracts: this package is on the start-up path of the command line, and the schemas
 * cost fifty milliseconds. `isCaoError` of `@cao/contracts` recognises it, since it goes by shape.
 */
export function caoError(code: ErrorCode, message: string, options: CaoErrorOptions = {}): CaoError {
  const error = options.cause === undefined ? new Error(message) : new Error(message, { cause: options.cause });
  return Object.assign(error, { name: 'CaoError', code, hint: options.hint, details: options.details });
}

/** True for errors of this package, of the server's answers and of any copy of the contracts. */
export function isClientError(error: unknown): error is CaoError {
  return error instanceof Error && error.name === 'CaoError' && typeof (error as Partial<CaoError>).code === 'string';
}

/** The error an answer of the server stands for: its own words, code and hint when it has them. */
export function errorFromAnswer(status: number, text: string): CaoError {
  const body = parseObject(text);
  const detail = body?.['detail'];
  const code = typeof body?.['code'] === 'string' ? (body['code'] as ErrorCode) : codeOfStatus(status);
  const message =
    typeof detail === 'string' ? detail : Array.isArray(detail) ? validationText(detail) : plainText(status, text);
  const details = body?.['details'];
  const hint = body?.['hint'] ?? hintOfStatus(status);
  return caoError(code, message, {
    ...(typeof hint === 'string' && { hint }),
    details: { ...(typeof details === 'object' ? details : undefined), status },
  });
}

export function connectionError(baseUrl: string, cause: unknown): CaoError {
  return caoError('unavailable', `Failed to connect to cao-server: ${reasonOf(cause)}`, {
    hint: `Start it with \`cao-server\`, or check CAO_API_HOST and CAO_API_PORT (tried ${baseUrl}).`,
    cause,
  });
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function validationText(issues: readonly unknown[]): string {
  const lines = issues.map((issue) => {
    const { loc, msg } = issue as { loc?: unknown; msg?: unknown };
    const path = Array.isArray(loc) ? loc.slice(1).join('.') : '';
    return path === '' ? String(msg) : `${path}: ${String(msg)}`;
  });
  return lines.join('; ');
}

function plainText(status: number, text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line === '' || line.startsWith('<') ? `The server answered ${status}` : line.slice(0, 500);
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 400 || status === 422) return 'invalid_input';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 409) return 'conflict';
  if (status === 413) return 'too_large';
  if (status === 504) return 'timeout';
  return status === 502 || status === 503 ? 'unavailable' : 'internal';
}

function hintOfStatus(status: number): string | undefined {
  if (status !== 401) return undefined;
  return 'Pass the token of <home>/auth-token, or start the command as the user who runs the server.';
}

/** The part of a failed fetch that says something: undici hides it two levels deep. */
function reasonOf(cause: unknown): string {
  let error: unknown = cause;
  while (error instanceof Error && error.cause instanceof Error) error = error.cause;
  if (error instanceof AggregateError && error.errors.length > 0) error = error.errors[0];
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? ((error as { code?: string }).code ?? 'no connection') : message;
}
