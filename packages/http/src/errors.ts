import { ErrorCode, isCaoError, type CaoError, type ErrorBody } from '@cao/contracts';

/** The one place where the domain's words become statuses. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 400,
  profile_invalid: 400,
  provider_unknown: 400,
  provider_missing: 400,
  working_directory_invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  profile_not_found: 404,
  conflict: 409,
  not_ready: 409,
  // Not 404: a client would take a missing reply for a missing terminal.
  reply_unavailable: 409,
  worker_needs_input: 409,
  cancelled: 409,
  terminal_gone: 410,
  too_large: 413,
  launch_failed: 500,
  state_incompatible: 500,
  server_running: 500,
  internal: 500,
  script_failed: 502,
  plugin_failed: 502,
  worker_failed: 502,
  host_unavailable: 503,
  host_incompatible: 503,
  unavailable: 503,
  timeout: 504,
};

export interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorBody;
  /** Worth a line in the log: nobody meant this to happen. */
  readonly unexpected: boolean;
}

/** `doing` completes "Failed to …" for failures that are the server's own. */
export function errorAnswer(thrown: unknown, doing: string): ErrorAnswer {
  const error = domainError(thrown);
  if (error === undefined) {
    const detail = `Failed to ${doing}: internal error. The server's log says more.`;
    return { status: 500, body: { detail, code: 'internal' }, unexpected: true };
  }
  const status = STATUS[error.code];
  const detail = status === 500 ? `Failed to ${doing}: ${error.message}` : error.message;
  return {
    status,
    body: {
      detail,
      code: error.code,
      ...(error.hint !== undefined && { hint: error.hint }),
      ...(error.details !== undefined && { details: error.details }),
    },
    unexpected: status === 500,
  };
}

/** What the terminal host says about a terminal or itself uses the same codes, but is no `CaoError`. */
export function domainError(error: unknown): Pick<CaoError, 'code' | 'message' | 'hint' | 'details'> | undefined {
  if (isCaoError(error)) return error;
  if (!(error instanceof Error) || error.name !== 'TerminalError') return undefined;
  const { code, hint } = error as Partial<CaoError>;
  const known = ErrorCode.safeParse(code);
  return known.success ? { code: known.data, message: error.message, hint, details: undefined } : undefined;
}

/** Text from outside as it may be shown: quoted, control characters escaped, bounded. */
export function quoted(text: string): string {
  const short = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return `'${JSON.stringify(short).slice(1, -1).replaceAll('\\"', '"').replaceAll('\u007f', '\\u007f')}'`;
}
