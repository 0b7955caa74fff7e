import { isClientError } from '@cao/client';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

/** The command line cannot be understood. Printed with the usage line; exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Ends a command with this exit code when everything was said already. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.name = 'Exit';
    this.code = code;
  }
}

/** Prints what went wrong, and what to do about it, on stderr. Returns the exit code. */
export function reportError(error: unknown, io: Io): number {
  if (error instanceof Exit) return error.code;
  if (isClientError(error)) {
    if (error.code === 'cancelled' && io.interrupted()) return EXIT.interrupted;
    io.err(`Error: ${printable(error.message)}\n`);
    if (error.hint !== undefined) io.err(`${printable(error.hint)}\n`);
    return EXIT.failed;
  }
  // A defect of ours: the stack is what helps to find it.
  io.err(`Error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.failed;
}

/** Names and messages come from elsewhere: control characters must not reach the terminal. Line ends stay. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, (char) =>
    char === '\t' ? ' ' : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
