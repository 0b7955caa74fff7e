import { CaoError } from '@cao/contracts';

/** Essentials every program needs; exempt from the size limit. */
const ESSENTIAL = [
  'HOME', 'PATH', 'SHELL', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TERM', 'COLORTERM', 'TZ', 'TMPDIR', 'SSH_AUTH_SOCK', 'DISPLAY',
  'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'DO_NOT_TRACK', 'EDITOR',
  'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'all_proxy',
  'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE',
]; // prettier-ignore

const PROVIDER_AUTH = ['USE', 'SKIP'].flatMap((kind) =>
  ['BEDROCK', 'VERTEX', 'FOUNDRY'].map((cloud) => `CLAUDE_CODE_${kind}_${cloud}${kind === 'SKIP' ? '_AUTH' : ''}`),
);

const PREFIXES = ['CAO_', 'KIRO_', 'MISE_', 'AWS_'];
/** They make a CLI believe that it runs inside another one. */
const BLOCKED = ['CLAUDE', 'CODEX_', '__MISE_'];
/** Made anew for each agent, or ours alone: never inherited. */
const OWN = new Set([
  'CAO_TERMINAL_ID',
  'CAO_TOKEN',
  'CAO_AUTH_TOKEN',
  'CAO_SIGNAL_FILE',
  'CAO_MCP_URL',
  'CAO_SESSION_NAME',
]);

export const MAX_VALUE_BYTES = 2048;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** True for a name that is never passed on, whether inherited or forwarded by `--env`. */
export function isBlocked(name: string): boolean {
  return !PROVIDER_AUTH.includes(name) && BLOCKED.some((prefix) => name.startsWith(prefix));
}

/** Checks variables forwarded by `--env`. Throws `invalid_input` naming the key, never the value. */
export function checkForwarded(env: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(env)) {
    if (!NAME.test(name)) throw new CaoError('invalid_input', `'${name}' is not a variable name`);
    if (isBlocked(name) || OWN.has(name)) {
      throw new CaoError('invalid_input', `the variable ${name} cannot be forwarded`, {
        hint: 'It would make the agent CLI believe that it runs inside another one, or belongs to CAO itself.',
      });
    }
    if (Buffer.byteLength(value) >= MAX_VALUE_BYTES) {
      throw new CaoError('invalid_input', `the value of ${name} is ${MAX_VALUE_BYTES} bytes or more`);
    }
  }
}

export interface EnvSources {
  readonly base: Readonly<Record<string, string | undefined>>;
  /** What the provider's CLI needs: exact names, or `PREFIX_*`. These pass even where a prefix is blocked. */
  readonly provider: readonly string[];
  readonly extra: readonly string[];
  readonly forwarded: Readonly<Record<string, string>>;
  readonly plan: Readonly<Record<string, string>>;
  /** Set last; nothing overrides them. */
  readonly own: Readonly<Record<string, string>>;
}

/** The whole environment of an agent: an allow-list of the user's, then forwarded, then the plan's, then CAO's own. */
export function agentEnv(sources: EnvSources): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(sources.base)) {
    if (value !== undefined && isInherited(name, value, sources)) env[name] = value;
  }
  return { ...env, ...sources.forwarded, ...sources.plan, ...sources.own };
}

function isInherited(name: string, value: string, sources: EnvSources): boolean {
  if (OWN.has(name)) return false;
  if (ESSENTIAL.includes(name) || PROVIDER_AUTH.includes(name)) return true;
  if (sources.provider.some((pattern) => matches(pattern, name))) return true;
  if (isBlocked(name) || Buffer.byteLength(value) >= MAX_VALUE_BYTES) return false;
  return PREFIXES.some((prefix) => name.startsWith(prefix)) || sources.extra.some((pattern) => matches(pattern, name));
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
