import type { JsonObject } from './script.ts';

/** Values by name, or a function for names that are not known beforehand. */
export type Values = (name: string) => string | undefined;

/** Replaces `{{name}}` by its value. A name without a value stays as it is, and `{{!name}}` becomes `{{name}}` for somebody else. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{\{(!?)([\w.]+)\}\}/g, (whole, kept: string, name: string) =>
    kept === '!' ? `{{${name}}}` : (values(name) ?? whole),
  );
}

/** The same in every string of an object, keys left alone. */
export function fillObject(value: JsonObject, values: Values): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillAny(inner, values)]));
}

function fillAny(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return fill(value, values);
  if (Array.isArray(value)) return value.map((item) => fillAny(item, values));
  return typeof value === 'object' && value !== null ? fillObject(value as JsonObject, values) : value;
}

/** `path` inside a JSON text, as text: `terminal_id` of `{"terminal_id":"0a1b2c3d"}` is `0a1b2c3d`. */
export function pick(text: string, path: readonly string[]): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Lines that the orchestrator wraps around a message. */
const WRAPPING = /^\[(?:CAO|Message from|Assigned by)/;

/** A prompt without those lines and without the blank lines they leave at both ends. */
export function bodyOf(prompt: string): string {
  return prompt
    .split('\n')
    .filter((line) => !WRAPPING.test(line))
    .join('\n')
    .replace(/^(?:[ \t\r]*\n)+/, '')
    .trimEnd();
}

/** The terminal id named in such a line. */
export function senderOf(prompt: string): string | undefined {
  for (const line of prompt.split('\n')) {
    const found = WRAPPING.test(line) ? /\b[a-f0-9]{8}\b/.exec(line) : null;
    if (found !== null) return found[0];
  }
  return undefined;
}
