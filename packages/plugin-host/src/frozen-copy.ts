/** A copy of plain data that nobody can change, not even one receiver for the next. */
export function frozenCopy<T>(data: T): T {
  return freeze(structuredClone(data));
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
