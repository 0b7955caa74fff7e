import { z } from 'zod';
import { DEFAULT_HOST, DEFAULT_PORT } from './ids.ts';

/** One value of `settings.json`, and the variable that goes before it. */
export interface Setting {
  /** Dotted path in the file. `*` stands for any one name. */
  readonly key: string;
  readonly about: string;
  readonly schema: z.ZodType;
  readonly fallback: unknown;
  /** An empty variable is one that is not set. */
  readonly variable?: string;
  /** The variable adds to a list instead of replacing it. */
  readonly adds?: true;
  /** May hold secrets: shown only when asked for. */
  readonly secret?: true;
}

const text = z.string('not text').min(1, 'empty');
const truth = z.boolean('neither true nor false');
const list = z.array(text, 'not a list');
const port = z.number('not a number').int('not a whole number').min(1, 'below 1').max(65_535, 'above 65535');
const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const PROVIDER_DIRS = ['kiro_cli', 'q_cli', 'claude_code', 'codex', 'cao_installed'] as const;

/** Everything that may stand in `settings.json` and has an effect, in the order in which it is shown. */
export const SETTINGS: readonly Setting[] = [
  {
    key: 'server.host',
    about: 'address the server listens on',
    schema: text,
    fallback: DEFAULT_HOST,
    variable: 'CAO_API_HOST',
  },
  {
    key: 'server.port',
    about: 'port the server listens on',
    schema: port,
    fallback: DEFAULT_PORT,
    variable: 'CAO_API_PORT',
  },
  {
    key: 'network.allowed_hosts',
    about: 'further names in the Host header that are taken',
    schema: list,
    fallback: [],
    variable: 'CAO_ALLOWED_HOSTS',
    adds: true,
  },
  {
    key: 'network.cors_origins',
    about: 'further origins whose pages may call the server',
    schema: list,
    fallback: [],
    variable: 'CAO_CORS_ORIGINS',
    adds: true,
  },
  {
    key: 'network.ws_allowed_clients',
    about: 'further addresses that may view terminals when no token is needed',
    schema: list,
    fallback: [],
    variable: 'CAO_WS_ALLOWED_CLIENTS',
    adds: true,
  },
  {
    key: 'agents.inherit_env',
    about: 'further variables, or PREFIX_*, that agents inherit',
    schema: list,
    fallback: [],
    variable: 'CAO_INHERIT_ENV',
    adds: true,
  },
  {
    key: 'agents.working_directory_parameter',
    about: 'agents may name a directory in handoff and assign',
    schema: truth,
    fallback: false,
    variable: 'CAO_ENABLE_WORKING_DIRECTORY',
  },
  {
    key: 'agents.prefer_local_profiles',
    about: 'your own profiles are used instead of shipped ones of the same name',
    schema: truth,
    fallback: false,
  },
  ...PROVIDER_DIRS.map((name) => ({
    key: `agent_dirs.${name}`,
    about: `folder of profiles: ${name}`,
    schema: text,
    fallback: null,
    ...(name === 'kiro_cli' && { variable: 'CAO_AGENTS_DIR' }),
  })),
  { key: 'extra_agent_dirs', about: 'further folders of profiles', schema: list, fallback: [] },
  { key: 'roles.*', about: 'tools of a role of your own', schema: list, fallback: null },
  {
    key: 'profiles.allowed_hosts',
    about: 'hosts that profiles may be installed from, instead of the usual ones',
    schema: list,
    fallback: [],
    variable: 'CAO_PROFILE_ALLOWED_HOSTS',
  },
  {
    key: 'memory.enabled',
    about: 'agents may remember facts and are told of them',
    schema: truth,
    fallback: true,
    variable: 'CAO_MEMORY_ENABLED',
  },
  {
    key: 'memory.project_id',
    about: 'name of the project in the memory, instead of what its folder says',
    schema: text,
    fallback: null,
    variable: 'CAO_PROJECT_ID',
  },
  {
    key: 'logging.level',
    about: `how much the server logs: ${LOG_LEVELS.join(', ')}`,
    schema: z.enum(LOG_LEVELS, `none of ${LOG_LEVELS.join(', ')}`),
    fallback: 'info',
    variable: 'CAO_LOG_LEVEL',
  },
  {
    key: 'plugins.enabled',
    about: 'plugins are started',
    schema: truth,
    fallback: true,
    variable: 'CAO_PLUGINS',
  },
  { key: 'plugins.packages', about: 'packages of providers and plugins', schema: list, fallback: [] },
  { key: 'plugins.disabled', about: 'plugins that are not started', schema: list, fallback: [] },
  {
    key: 'plugins.only',
    about: 'the only plugins that are started, when there are any here',
    schema: list,
    fallback: [],
    variable: 'CAO_PLUGINS_ONLY',
  },
  {
    key: 'plugins.discover_siblings',
    about: 'packages that are installed beside CAO are looked at too',
    schema: truth,
    fallback: false,
  },
  {
    key: 'plugins.options.*',
    about: 'options of a plugin',
    schema: z.record(z.string(), z.unknown(), 'no JSON object'),
    fallback: null,
    secret: true,
  },
];

/** What a setting is right now. */
export interface SettingValue {
  readonly setting: Setting;
  /** With the name where the setting has a `*`. */
  readonly key: string;
  readonly value: unknown;
  readonly source: 'environment' | 'settings' | 'both' | 'default';
  /** Values that could not be used, as sentences. */
  readonly problems: readonly string[];
}

export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The whole of `settings.json`. */
  readonly file: unknown;
}

/** The setting a key means; undefined when there is none. */
export function settingOf(key: string): Setting | undefined {
  return SETTINGS.find(({ key: pattern }) => {
    const [head] = pattern.split('*');
    if (!pattern.endsWith('*')) return pattern === key;
    return head !== undefined && key.startsWith(head) && key.length > head.length;
  });
}

/** Variable, else `settings.json`, else default. A value that cannot be is told and passed over. */
export function resolveSetting(setting: Setting, key: string, { env, file }: SettingSources): SettingValue {
  const problems: string[] = [];
  const check = (source: string, value: unknown): unknown => {
    const result = setting.schema.safeParse(value);
    if (result.success) return result.data;
    problems.push(`${source} is ignored: ${result.error.issues.map(({ message }) => message).join('; ')}`);
    return undefined;
  };
  const text = setting.variable === undefined ? undefined : env[setting.variable];
  const typed = text === undefined || text === '' ? undefined : check(setting.variable ?? '', fromText(setting, text));
  const stored = valueAt(file, pathOf(setting, key));
  const saved = stored === undefined ? undefined : check(key, stored);
  const found = (source: SettingValue['source'], value: unknown): SettingValue => ({
    setting,
    key,
    value,
    source,
    problems,
  });
  if (typed !== undefined && saved !== undefined && setting.adds === true) {
    return found('both', [...(saved as string[]), ...(typed as string[])]);
  }
  if (typed !== undefined) return found('environment', typed);
  return saved === undefined ? found('default', setting.fallback) : found('settings', saved);
}

/** What a person wrote, as the kind of value the setting takes; as it is when it is none. */
export function fromText(setting: Setting, text: string): unknown {
  const { schema } = setting;
  if (schema instanceof z.ZodString) return text;
  if (schema instanceof z.ZodEnum) return text.toLowerCase().replace(/^warning$/, 'warn');
  if (schema instanceof z.ZodBoolean) {
    if (/^(true|1|yes|on)$/i.test(text)) return true;
    return /^(false|0|no|off)$/i.test(text) ? false : text;
  }
  if (schema instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  const json = parsed(text);
  if (json !== undefined || !(schema instanceof z.ZodArray)) return json ?? text;
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The names on the way to a value: what stands for `*` may have dots in it, as package names do. */
export function pathOf(setting: Setting, key: string): readonly string[] {
  if (!setting.key.endsWith('*')) return key.split('.');
  const head = setting.key.slice(0, -2);
  return [...head.split('.'), key.slice(head.length + 1)];
}

function valueAt(file: unknown, path: readonly string[]): unknown {
  let value = file;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
