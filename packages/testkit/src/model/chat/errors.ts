const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
};

/** The body with which the Chat Completions API reports an error, alone or inside a stream. */
export function chatError(status: number, message: string): unknown {
  return { error: { message, type: TYPES[status] ?? 'server_error', param: null, code: null } };
}

/** Statuses after which the API names the time of the next attempt. */
const LATER: readonly number[] = [429, 503, 529];

/** A second: long enough to be seen on a screen, short enough for a test. */
export function chatErrorHeaders(status: number): Readonly<Record<string, string>> {
  return LATER.includes(status) ? { 'retry-after': '1', 'retry-after-ms': '1000' } : {};
}
