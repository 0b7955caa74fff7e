import type { Sqlite } from './native.ts';
import type { State } from './port.ts';

/**
 * One immediate transaction at a time; nested calls join it. A nested throw dooms the whole: an outer `catch` that swallows it
 * must not commit half of the work.
 */
export function createTransaction(sqlite: Sqlite): State['transaction'] {
  const run = sqlite.transaction((work: () => unknown) => work());
  let doomed: { readonly error: unknown } | undefined;

  function join<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      doomed ??= { error };
      throw error;
    }
  }

  function begin<T>(work: () => T): T {
    doomed = undefined;
    return run.immediate(() => {
      const result = work();
      if (doomed !== undefined) throw doomed.error;
      return result;
    }) as T;
  }

  return (work) => (sqlite.inTransaction ? join(work) : begin(work));
}
