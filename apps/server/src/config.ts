import { DEFAULT_HOST, DEFAULT_PORT } from '@cao/contracts';
import type { Flags } from './flags.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';
import type { Settings } from './settings.ts';

export interface Config {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly agentsDir: string | undefined;
  /** False: everybody is the owner, as in CAO (Python). */
  readonly authRequired: boolean;
  readonly allowedHosts: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly viewers: readonly string[];
  /** Where profiles may be installed from; the usual hosts when empty. */
  readonly profileHosts: readonly string[];
  readonly logLevel: LogLevel;
  readonly workingDirectoryParameter: boolean;
  readonly inheritEnv: readonly string[];
  /** What agents' clients are told to wait before they resume a broken tool call; the default of `@cao/mcp` when undefined. */
  readonly mcpRetryMs: number | undefined;
  readonly memory: {
    readonly enabled: boolean;
    /** What every project is called, instead of what its folder says. */
    readonly projectId: string | undefined;
  };
  readonly plugins: {
    readonly enabled: boolean;
    readonly packages: readonly string[];
    readonly disabled: readonly string[];
    /** Nothing else is started, when there is anything here. */
    readonly only: readonly string[];
    readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly warnings: readonly string[];
}

export interface ConfigSources {
  readonly flags: Pick<Flags, 'host' | 'port' | 'agentsDir'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Settings;
}

/** One value for everything: flag, else environment, else settings, else default. A value that cannot be is told and passed over. */
export function resolveConfig({ flags, env, settings }: ConfigSources): Config {
  const warnings: string[] = [];
  const text = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const list = (name: string): string[] =>
    (text(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  const isOn = (name: string): boolean => ['true', '1', 'yes', 'on'].includes((text(name) ?? '').toLowerCase());
  const isOff = (name: string): boolean => ['false', '0', 'no', 'off'].includes((text(name) ?? '').toLowerCase());

  /** The first candidate that is a whole number above zero and not above `max`. */
  function count(
    candidates: readonly (readonly [string, string | number | undefined])[],
    max: number,
  ): number | undefined {
    for (const [source, given] of candidates) {
      if (given === undefined) continue;
      const value = Number(given);
      if (Number.isInteger(value) && value > 0 && value <= max) return value;
      warnings.push(`${source} is ignored: ${JSON.stringify(given)} is not a whole number from 1 to ${max}`);
    }
    return undefined;
  }

  function level(): LogLevel {
    for (const [source, given] of [
      ['CAO_LOG_LEVEL', text('CAO_LOG_LEVEL')],
      ['logging.level', settings.logging?.level],
    ] as const) {
      if (given === undefined) continue;
      const known = LOG_LEVELS.find((name) => name === given.toLowerCase().replace('warning', 'warn'));
      if (known !== undefined) return known;
      warnings.push(`${source} is ignored: ${JSON.stringify(given)} is none of ${LOG_LEVELS.join(', ')}`);
    }
    return 'info';
  }

  const { network = {}, agents = {}, memory = {}, plugins = {} } = settings;
  return {
    host: flags.host ?? text('CAO_API_HOST') ?? settings.server?.host ?? DEFAULT_HOST,
    port:
      flags.port ??
      count(
        [
          ['CAO_API_PORT', text('CAO_API_PORT')],
          ['server.port', settings.server?.port],
        ],
        65_535,
      ) ??
      DEFAULT_PORT,
    agentsDir: flags.agentsDir ?? text('CAO_AGENTS_DIR'),
    authRequired: !isOff('CAO_AUTH'),
    allowedHosts: [...(network.allowed_hosts ?? []), ...list('CAO_ALLOWED_HOSTS')],
    corsOrigins: [...(network.cors_origins ?? []), ...list('CAO_CORS_ORIGINS')],
    viewers: [...(network.ws_allowed_clients ?? []), ...list('CAO_WS_ALLOWED_CLIENTS')],
    profileHosts:
      text('CAO_PROFILE_ALLOWED_HOSTS') === undefined
        ? (settings.profiles?.allowed_hosts ?? [])
        : list('CAO_PROFILE_ALLOWED_HOSTS'),
    logLevel: level(),
    workingDirectoryParameter:
      text('CAO_ENABLE_WORKING_DIRECTORY') === undefined
        ? (agents.working_directory_parameter ?? false)
        : isOn('CAO_ENABLE_WORKING_DIRECTORY'),
    inheritEnv: [...(agents.inherit_env ?? []), ...list('CAO_INHERIT_ENV')],
    mcpRetryMs: count([['CAO_MCP_RETRY_MS', text('CAO_MCP_RETRY_MS')]], 3_600_000),
    memory: {
      enabled: text('CAO_MEMORY_ENABLED') === undefined ? (memory.enabled ?? true) : !isOff('CAO_MEMORY_ENABLED'),
      projectId: text('CAO_PROJECT_ID') ?? memory.project_id,
    },
    plugins: {
      enabled: text('CAO_PLUGINS') === undefined ? (plugins.enabled ?? true) : !isOff('CAO_PLUGINS'),
      packages: plugins.packages ?? [],
      disabled: plugins.disabled ?? [],
      only: text('CAO_PLUGINS_ONLY') === undefined ? (plugins.only ?? []) : list('CAO_PLUGINS_ONLY'),
      options: plugins.options ?? {},
    },
    warnings,
  };
}
