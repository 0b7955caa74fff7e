import { isDeepStrictEqual } from 'node:util';

/** Whether what a person wrote into a settings file is still there; the CLI itself may add what it remembers. */
export function isKept(before: string, after: string): boolean {
  if (!before.trimStart().startsWith('{')) return after.startsWith(before.trimEnd());
  const [was, is] = [recordOf(before), recordOf(after)];
  return Object.entries(was).every(([key, value]) => isDeepStrictEqual(value, is[key]));
}

export function recordOf(json: string): Record<string, unknown> {
  return json.trim() === '' ? {} : (JSON.parse(json) as Record<string, unknown>);
}
