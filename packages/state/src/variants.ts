/** Keeps one prepared statement per combination of optional filters, made when it is first asked for. */
export function variants<T>(make: (...filters: boolean[]) => T): (...filters: boolean[]) => T {
  const made = new Map<string, T>();
  return (...filters) => {
    const key = filters.join();
    const statement = made.get(key) ?? make(...filters);
    made.set(key, statement);
    return statement;
  };
}
