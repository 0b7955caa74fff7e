/** Takes values of options out of text that people get to see. */
export type Redact = <T>(value: T) => T;

/** Shorter ones are words of everyday use: hiding `on` would garble every line and protect nothing. */
const MIN_LENGTH = 4;
/** Log fields are small; what goes deeper is not looked at and not shown. */
const MAX_DEPTH = 6;

/**
 * Replaces each text that stands among the options by the option's name, in strings and in plain data, also where it is written
 * as a URL or as JSON. `everything` hides short values and numbers too: for texts about the options themselves.
 */
export function createRedact(
  options: Readonly<Record<string, unknown>>,
  { everything = false }: { everything?: boolean } = {},
): Redact {
  const secrets = new Map<string, string>();
  for (const [name, value] of Object.entries(options)) collect(name, value, 0);
  // The longest first: one may contain another.
  const ordered = [...secrets].toSorted(([one], [other]) => other.length - one.length);
  if (ordered.length === 0) return (value) => value;

  function collect(name: string, value: unknown, depth: number): void {
    if (depth > MAX_DEPTH) return;
    if (typeof value === 'string' || (everything && typeof value === 'number')) {
      const text = String(value);
      for (const form of [text, encodeURIComponent(wellFormed(text)), JSON.stringify(text).slice(1, -1)]) {
        if (form.length >= (everything ? 1 : MIN_LENGTH)) secrets.set(form, name);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) collect(name, inner, depth + 1);
    }
  }

  function hide(text: string): string {
    let shown = text;
    for (const [secret, name] of ordered) {
      if (secret.length >= MIN_LENGTH) shown = shown.replaceAll(secret, `[option ${name}]`);
      else shown = shown.replaceAll(wordOf(secret), `[option ${name}]`);
    }
    return shown;
  }

  function clean(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return hide(value);
    if (value instanceof Error) return hide(value.message);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return '…';
    if (Array.isArray(value)) return value.map((inner) => clean(inner, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner, depth + 1)]));
  }

  return (value) => clean(value, 0) as typeof value;
}

/** A short text counts only where it stands by itself. */
function wordOf(text: string): RegExp {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![A-Za-z0-9_])${literal}(?![A-Za-z0-9_])`, 'g');
}

function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, '');
}
