import { CaoError } from '@cao/contracts';

const PLACEHOLDER = /\[\[([\p{L}\p{N}_]+)\]\]/gu;

/** Names in `[[name]]`, sorted, each once. */
export function placeholders(template: string): string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map(([, name]) => name as string))].toSorted();
}

/**
 * The prompt of one run. Every placeholder needs a value, further values are ignored; what a value holds is never looked through for
 * placeholders again. Throws `invalid_input` naming all that are missing.
 */
export function render(template: string, values: Readonly<Record<string, unknown>>): string {
  const missing = placeholders(template).filter((name) => !Object.hasOwn(values, name));
  if (missing.length > 0) {
    throw new CaoError('invalid_input', `The prompt has no value for: ${missing.join(', ')}`, {
      hint: "The flow's script gives values in its `output`.",
    });
  }
  return template.replaceAll(PLACEHOLDER, (_whole, name: string) => textOf(values[name]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
