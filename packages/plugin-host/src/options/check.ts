import type { OptionsSchema } from '@cao/plugin-sdk';
import {
  gatherOptions,
  optionNames,
  prefixOf,
  type Gathered,
  type GatherSources,
  type OptionValues,
} from './gather.ts';
import { createRedact } from './redact.ts';

export interface CheckedOptions {
  /** What the schema made of them; undefined when they do not fit. */
  readonly options: OptionValues | undefined;
  /** As they were given: what must not be shown. */
  readonly given: OptionValues;
  /** What is wrong, one sentence each, without a value. */
  readonly problems: readonly string[];
  /** Options nobody knows: a slip of the pen, most often. */
  readonly unknown: readonly string[];
  /** Where each option comes from: `settings`, or the variable's name. */
  readonly sources: readonly { readonly name: string; readonly from: string }[];
}

type Issues = readonly { readonly name: string; readonly message: string }[];

/** How a text of a variable may be meant, in the order in which the schema is asked. */
const MEANINGS: readonly ((text: string) => unknown)[] = [
  (text) => text,
  (text) => json(text),
  (text) => (/^(true|1|yes|on)$/i.test(text) ? true : /^(false|0|no|off)$/i.test(text) ? false : undefined),
  (text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
];

/** Options as the plugin's schema wants them. Without a schema they are what was given, variables as text. */
export async function checkOptions(schema: OptionsSchema | undefined, sources: GatherSources): Promise<CheckedOptions> {
  const names = optionNames(schema);
  const gathered = gatherOptions(sources, names);
  const given = gathered.values;
  const unknown = names === undefined ? [] : Object.keys(given).filter((name) => !names.includes(name));
  const from = Object.keys(given).map((name) => ({ name, from: gathered.variables.get(name) ?? 'settings' }));
  const told = { given, unknown, sources: from };
  if (schema === undefined) return { ...told, options: given, problems: [] };

  const values: Record<string, unknown> = { ...given };
  const tried = new Map([...gathered.variables.keys()].map((name) => [name, 0]));
  let again = true;
  for (;;) {
    const result = await schema['~standard'].validate(values);
    if (result.issues === undefined) return { ...told, options: result.value, problems: [] };
    const issues = result.issues.map(({ path = [], message }) => ({ name: nameOf(path), message }));
    if (!again) return { ...told, options: undefined, problems: sentences(issues, gathered, sources.plugin) };
    // What fits in no way is looked at once more as it was written, since that is what is told.
    again = reread(issues, values, gathered, tried);
  }
}

/** Reads texts of variables that do not fit in the next way; false when there is none left. */
function reread(
  issues: Issues,
  values: Record<string, unknown>,
  { values: given }: Gathered,
  tried: Map<string, number>,
) {
  let again = false;
  for (const option of new Set(issues.map(({ name }) => name.split('.')[0] ?? ''))) {
    for (let next = tried.get(option); next !== undefined; next = tried.get(option)) {
      const meaning = MEANINGS[next + 1];
      if (meaning === undefined) tried.delete(option);
      else tried.set(option, next + 1);
      const value = meaning?.(String(given[option]));
      if (value === undefined) continue;
      values[option] = value;
      again = true;
      break;
    }
    if (!tried.has(option) && option in given) values[option] = given[option];
  }
  return again;
}

function sentences(issues: Issues, { values, variables }: Gathered, plugin: string): string[] {
  const redact = createRedact(values, { everything: true });
  const seen = new Set<string>();
  return issues.flatMap(({ name, message }) => {
    const option = name.split('.')[0] ?? '';
    const key = `${name}: ${message}`;
    if (seen.has(key)) return [];
    seen.add(key);
    if (option === '') return [redact(message)];
    const variable = variables.get(option);
    const from = variable ?? (option in values ? 'from the settings' : `not set; ${prefixOf(plugin)}${upper(option)}`);
    return [`${name} (${from}): ${redact(message)}`];
  });
}

function upper(option: string): string {
  return option
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}

function nameOf(path: readonly (PropertyKey | { readonly key: PropertyKey })[]): string {
  return path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}

function json(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value ?? undefined;
  } catch {
    return undefined;
  }
}
