/** The parts of a process that end it. */
export interface Exits {
  exit(code?: number | string | null): never;
  abort(): never;
}

const DEEP = 100;

/**
 * Makes `exit` and `abort` throw when a plugin calls them; `isForeign` tells by the stack of the error it gets. Whoever else calls
 * them gets what they always did. Returns what takes the guard away.
 */
export function guardExit(exits: Exits, isForeign: (call: Error) => boolean): () => void {
  const undo = (['exit', 'abort'] as const).map((name) => {
    const original = exits[name];
    const guarded = (code?: number | string | null): never => {
      const call = deepError(`process.${name}() was called by a plugin; the server goes on`, guarded);
      if (isForeign(call)) throw call;
      return original.call(exits, code);
    };
    exits[name] = guarded;
    return () => {
      if (exits[name] === guarded) exits[name] = original;
    };
  });
  return () => {
    for (const step of undo) step();
  };
}

/** The caller may be far up, behind libraries that help to exit. */
function deepError(message: string, above: (...args: never[]) => unknown): Error {
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEP;
  const error = new Error(message);
  Error.captureStackTrace(error, above);
  Error.stackTraceLimit = usual;
  return error;
}
