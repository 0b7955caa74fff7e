import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CaoError } from '@cao/contracts';
import { isMissing } from './names.ts';
import { writeAtomically } from './write.ts';

/** Values for `${NAME}` in profiles; kept in `<home>/.env` and nowhere else, the process environment included. */
export type Variables = Readonly<Record<string, string>>;

const PLACEHOLDER = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

export function variablesFile(home: string): string {
  return path.join(home, '.env');
}

export async function readVariables(home: string): Promise<Variables> {
  try {
    return parseVariables(await readFile(variablesFile(home), 'utf8'));
  } catch (error) {
    if (isMissing(error)) return {};
    throw error;
  }
}

/**
 * Adds or replaces values; other lines of the file stay as they are. Makes the file readable by its owner only. Throws
 * `invalid_input` for a name that no placeholder can have.
 */
export async function writeVariables(home: string, values: Variables): Promise<void> {
  for (const key of Object.keys(values)) requireKey(key);
  const kept = (await linesOf(home)).filter((line) => !Object.hasOwn(values, keyOf(line)));
  const added = Object.entries(values).map(([key, value]) => `${key}=${quote(value)}`);
  await writeAtomically(variablesFile(home), [...kept, ...added, ''].join('\n'), { mode: 0o600 });
}

/** False when it had no value. */
export async function unsetVariable(home: string, key: string): Promise<boolean> {
  requireKey(key);
  const lines = await linesOf(home);
  const kept = lines.filter((line) => keyOf(line) !== key);
  if (kept.length === lines.length) return false;
  await writeAtomically(variablesFile(home), [...kept, ''].join('\n'), { mode: 0o600 });
  return true;
}

export function parseVariables(text: string): Variables {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of text.split(/\r?\n/)) {
    const key = keyOf(line);
    if (key !== '') values[key] = unquote(line.slice(line.indexOf('=') + 1).trim());
  }
  return values;
}

/** Replaces `${NAME}` in every string of `value`. Unknown names, `$NAME` and `$$` stay as written. */
export function expandVariables<T>(value: T, variables: Variables): T {
  if (typeof value === 'string') {
    return value.replace(PLACEHOLDER, (whole, name: string) => valueIn(variables, name) ?? whole) as T;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => expandVariables(item, variables)) as T;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandVariables(item, variables)])) as T;
  }
  return value;
}

/** Names used in `text` that have no value, sorted. */
export function unresolvedVariables(text: string, variables: Variables): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(PLACEHOLDER)) {
    const name = match[1] ?? '';
    if (valueIn(variables, name) === undefined) names.add(name);
  }
  return [...names].sort();
}

async function linesOf(home: string): Promise<string[]> {
  try {
    return (await readFile(variablesFile(home), 'utf8')).split('\n').filter((line) => line !== '');
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function requireKey(key: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return;
  throw new CaoError('invalid_input', `Invalid variable name: ${JSON.stringify(key)}`, {
    hint: 'Letters, digits and _, not beginning with a digit: the NAME of a placeholder ${NAME}.',
  });
}

/** A placeholder may be called `constructor`. */
function valueIn(variables: Variables, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

/** Of `variables` those that placeholders in `text` name. */
export function usedVariables(text: string, variables: Variables): Variables {
  const used = [...text.matchAll(PLACEHOLDER)].flatMap(([, name = '']) => {
    const value = valueIn(variables, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(used);
}

function keyOf(line: string): string {
  const key = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=/.exec(line);
  return key?.[1] ?? '';
}

/** The form both we and CAO (Python) read back unchanged: single quotes hold everything but quotes and line ends. */
function quote(value: string): string {
  if (!/['\n\r]/.test(value)) return `'${value.replaceAll('\\', '\\\\')}'`;
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `"${escaped}"`;
}

function unquote(raw: string): string {
  const single = /^'((?:[^'\\]|\\.)*)'/.exec(raw);
  if (single !== null) return (single[1] ?? '').replace(/\\(['\\])/g, '$1');
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(raw);
  if (double !== null) {
    return (double[1] ?? '').replace(/\\(.)/g, (_whole, char: string) => ESCAPES[char] ?? char);
  }
  return raw.replace(/\s+#.*$/, '').trim();
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
