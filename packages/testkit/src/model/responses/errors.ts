const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};

/** The body with which the Responses API reports an error. */
export function responsesError(status: number, message: string): unknown {
  return { error: { message, type: TYPES[status] ?? 'server_error', param: null, code: null } };
}
