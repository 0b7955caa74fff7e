/** Names of tools that are refused. One that ends with `*` stands for all that begin like it. */
export type Denied = readonly string[];

/** A list that cannot be read denies everything: better an agent that can do nothing than one that may do all. */
export function readDenied(json: string | undefined): Denied {
  if (json === undefined || json === '') return [];
  try {
    const value: unknown = JSON.parse(json);
    if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  } catch {
    // Not JSON: falls through to the strictest reading.
  }
  return ['*'];
}

export function isDenied(denied: Denied, tool: string): boolean {
  return denied.some((name) => (name.endsWith('*') ? tool.startsWith(name.slice(0, -1)) : tool === name));
}
