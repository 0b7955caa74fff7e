/** A copy of plain data that nobody can change, not even one receiver for the next, and how many characters of text are in it. */
export function frozenCopy<T>(data: T): { readonly copy: T; readonly textLength: number } {
  const copy = structuredClone(data);
  return { copy, textLength: freeze(copy) };
}

function freeze(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let length = 0;
  for (const inner of Object.values(value)) length += freeze(inner);
  Object.freeze(value);
  return length;
}
