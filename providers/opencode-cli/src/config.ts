import { isObject, parseJsonc } from './jsonc.ts';

type Config = Readonly<Record<string, unknown>>;

/** Lists that OpenCode itself adds up over its configuration files. */
const ADDED_UP = ['plugin', 'instructions'];

export interface Merged {
  readonly content: string;
  readonly advisories: readonly string[];
}

/** Our configuration on top of one that the person has in the same variable: nothing of it is lost but what ours replaces by name. */
export function mergeConfig(own: string | undefined, ours: Config): Merged {
  if (own === undefined || own.trim() === '') return { content: JSON.stringify(ours), advisories: [] };
  const parsed = parseJsonc(own);
  if (parsed === undefined) {
    const advisory = 'OPENCODE_CONFIG_CONTENT of your environment is not a JSON object, and is left out.';
    return { content: JSON.stringify(ours), advisories: [advisory] };
  }
  return { content: JSON.stringify(merge(parsed, ours)), advisories: [] };
}

function merge(below: Config, above: Config): Config {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const known = Object.hasOwn(below, key) ? below[key] : undefined;
    if (ADDED_UP.includes(key) && Array.isArray(known) && Array.isArray(value)) merged[key] = [...known, ...value];
    else if (key === 'mcp' && isObject(known) && isObject(value)) merged[key] = { ...known, ...value };
    else if (isObject(known) && isObject(value)) merged[key] = key === 'permission' ? value : merge(known, value);
    else merged[key] = value;
  }
  return merged;
}
