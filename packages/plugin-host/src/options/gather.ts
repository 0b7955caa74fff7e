import type { OptionsSchema } from '@cao/plugin-sdk';

export type OptionValues = Readonly<Record<string, unknown>>;

export interface GatherSources {
  /** The plugin's name in the settings. */
  readonly plugin: string;
  /** What the settings hold for it. */
  readonly settings: OptionValues;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of all plugins: a variable belongs to the longest one that fits. */
  readonly plugins: readonly string[];
}

export interface Gathered {
  readonly values: OptionValues;
  /** The variable an option came from. */
  readonly variables: ReadonlyMap<string, string>;
}

/** The options of a plugin: the settings', with a variable before each. An empty variable is one that is not set. */
export function gatherOptions(sources: GatherSources, names: readonly string[] | undefined): Gathered {
  const { plugin, settings, env, plugins } = sources;
  const values: Record<string, unknown> = structuredClone(settings);
  const variables = new Map<string, string>();
  const prefix = prefixOf(plugin);
  const longer = plugins.map(prefixOf).filter((other) => other !== prefix && other.startsWith(prefix));
  for (const [variable, text] of Object.entries(env)) {
    if (text === undefined || text === '' || !variable.startsWith(prefix)) continue;
    if (variable === prefix || longer.some((other) => variable.startsWith(other))) continue;
    const rest = variable.slice(prefix.length);
    const name = [...(names ?? []), ...Object.keys(settings)].find((known) => same(known, rest)) ?? rest.toLowerCase();
    values[name] = text;
    variables.set(name, variable);
  }
  return { values, variables };
}

/** `CAO_PLUGIN_DISCORD_` of `discord`, `CAO_PLUGIN_ACME_CHAT_` of `@acme/chat`. */
export function prefixOf(plugin: string): string {
  const name = plugin
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  return `CAO_PLUGIN_${name}_`;
}

/** The names a schema of an object has, where it tells them in a way that is known; undefined otherwise. */
export function optionNames(schema: OptionsSchema | undefined): readonly string[] | undefined {
  if (schema === undefined) return undefined;
  // `shape` of zod, `entries` of valibot.
  for (const part of ['shape', 'entries']) {
    const fields: unknown = Reflect.get(schema, part);
    if (typeof fields === 'object' && fields !== null) return Object.keys(fields);
  }
  return undefined;
}

/** `webhookUrl`, `webhook_url` and `WEBHOOK_URL` mean the same option. */
function same(one: string, other: string): boolean {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  return plain(one) === plain(other);
}
