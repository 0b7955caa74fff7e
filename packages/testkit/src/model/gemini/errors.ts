const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

/** The body with which the Gemini API reports an error. */
export function generateError(code: number, message: string): unknown {
  return { error: { code, message, status: STATUSES[code] ?? 'INTERNAL' } };
}
