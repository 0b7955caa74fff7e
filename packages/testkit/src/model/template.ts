/** Values for the placeholders of a script, known only when the turn runs. */
export interface Values {
  readonly prompt: string;
  /** Results of the calls of this turn, oldest first. */
  readonly results: readonly string[];
}

/**
 * Fills `{{sender}}` (the terminal that CAO names in the prompt as the one who assigned or wrote), `{{tool.1}}` (the first
 * result) and `{{tool.1.field}}` (a field of the JSON in it). A placeholder without a value stays as it is.
 */
export function fillText(text: string, values: Values): string {
  return text.replaceAll(/\{\{(sender|tool\.(\d+)(?:\.([\w.]+))?)\}\}/g, (whole, word, index, path) => {
    if (word === 'sender') return senderIn(values.prompt) ?? whole;
    const result = values.results[Number(index) - 1];
    if (result === undefined || path === undefined) return result ?? whole;
    const value = field(jsonIn(result), String(path).split('.'));
    return value === undefined ? whole : typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** The same for every string inside a value. */
export function fillDeep<T>(value: T, values: Values): T {
  if (typeof value === 'string') return fillText(value, values) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => fillDeep(item, values)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillDeep<unknown>(item, values)])) as T;
}

function senderIn(prompt: string): string | undefined {
  return /\[(?:Message from|Assigned by|CAO)[^\]]*?\b([0-9a-f]{8})\b/.exec(prompt)?.[1];
}

/** The JSON value in a text that may have other words around it, as CLIs wrap what tools return. */
function jsonIn(text: string): unknown {
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')];
  if (start < 0 || end < start) return undefined;
  try {
    return JSON.parse(text.slice(start, end + 1)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function field(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}
