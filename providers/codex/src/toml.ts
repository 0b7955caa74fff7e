/** A piece of TOML that is ready to stand on the right of an equals sign. */
export type Toml = string & { readonly toml: unique symbol };

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** A basic string on one line. Halves of surrogate pairs, which TOML cannot hold, become the replacement character. */
export function text(value: string): Toml {
  const wellFormed = value.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  const escaped = wellFormed.replaceAll(/["\\\u0000-\u001F\u007F]/g, (char) => SHORT[char] ?? unicode(char));
  return `"${escaped}"` as Toml;
}

/** Codex reads some numbers as floats only and ignores integers in silence. */
export function float(value: number): Toml {
  return (Number.isInteger(value) ? `${value}.0` : String(value)) as Toml;
}

export function bool(value: boolean): Toml {
  return String(value) as Toml;
}

export function array(items: readonly Toml[]): Toml {
  return `[${items.join(',')}]` as Toml;
}

/** An inline table; entries that are undefined are left out. */
export function table(entries: Readonly<Record<string, Toml | undefined>>): Toml {
  const pairs = Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : `${name(key)}=${value}`));
  return `{${pairs.join(',')}}` as Toml;
}

function name(key: string): string {
  return /^[\w-]+$/.test(key) ? key : text(key);
}

function unicode(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
