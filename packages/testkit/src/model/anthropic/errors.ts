const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** The body with which the Messages API reports an error. */
export function messagesError(status: number, message: string, id: string): unknown {
  return { type: 'error', error: { type: TYPES[status] ?? 'api_error', message }, request_id: `req_${id}` };
}
