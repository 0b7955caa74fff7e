export const TERMINAL_ERROR_CODES = [
  'host_unavailable',
  'host_incompatible',
  'terminal_gone',
  'invalid_input',
  'spawn_failed',
] as const;

export type TerminalErrorCode = (typeof TERMINAL_ERROR_CODES)[number];

export interface TerminalErrorOptions {
  /** What to do next, as a sentence for a person. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The one error of this package; the codes are a part of the codes in `@cao/contracts`, except `spawn_failed`. */
export class TerminalError extends Error {
  readonly code: TerminalErrorCode;
  readonly hint: string | undefined;

  constructor(code: TerminalErrorCode, message: string, options: TerminalErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TerminalError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** By shape, not by class: two copies of this package may be loaded. */
export function isTerminalError(error: unknown): error is TerminalError {
  return (
    error instanceof Error &&
    error.name === 'TerminalError' &&
    TERMINAL_ERROR_CODES.includes((error as TerminalError).code)
  );
}

/** The answer to everything that needs a terminal which is not there, or whose program ended. */
export function terminalGone(id: string, why = 'the host has no such terminal'): TerminalError {
  return new TerminalError('terminal_gone', `Terminal ${id} is gone: ${why}.`);
}
