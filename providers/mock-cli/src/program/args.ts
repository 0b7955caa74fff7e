/** How the program was started. Test flags and launch flags are one set: `MOCK_CLI_FLAGS` first, then the command line. */
export interface Options {
  sessionId: string | undefined;
  resume: string | undefined;
  model: string | undefined;
  systemPromptFile: string | undefined;
  /** CAO tool words; undefined is unrestricted. */
  allowedTools: readonly string[] | undefined;
  /** Ask a person before a native tool runs. */
  askPermission: boolean;
  /** Variables that hold the address and the bearer token of the MCP server. */
  mcpName: string;
  mcpUrlEnv: string;
  mcpTokenEnv: string;
  mcpTimeoutMs: number;
  alternate: boolean;
  hooks: boolean;
  title: boolean;
  droppedHooks: readonly string[];
  startDelayMs: number;
  trustDialog: boolean;
  /** This many Enters after a paste do nothing. */
  swallowEnter: number;
}

export type Parsed =
  | { readonly type: 'run'; readonly options: Options }
  | { readonly type: 'version' }
  | { readonly type: 'help' }
  | { readonly type: 'wrong'; readonly message: string };

/** Longest silence inside one tool call when the launch does not say: an hour, longer than any deadline of ours. */
const DEFAULT_MCP_TIMEOUT_MS = 3_600_000;

const DEFAULTS: Options = {
  sessionId: undefined,
  resume: undefined,
  model: undefined,
  systemPromptFile: undefined,
  allowedTools: undefined,
  askPermission: false,
  mcpName: 'cao-mcp-server',
  mcpUrlEnv: 'CAO_MCP_URL',
  mcpTokenEnv: 'CAO_TOKEN',
  mcpTimeoutMs: DEFAULT_MCP_TIMEOUT_MS,
  alternate: false,
  hooks: true,
  title: true,
  droppedHooks: [],
  startDelayMs: 0,
  trustDialog: false,
  swallowEnter: 0,
};

const SWITCHES: Readonly<Record<string, (options: Options) => void>> = {
  '--alt': (options) => (options.alternate = true),
  '--no-hooks': (options) => (options.hooks = false),
  '--no-title': (options) => (options.title = false),
  '--ask-permission': (options) => (options.askPermission = true),
  // Read by the provider, which then follows the transcript; the program writes one anyway.
  '--follow-transcript': () => {},
};

const SETTINGS: Readonly<Record<string, (options: Options, value: string) => void>> = {
  '--session-id': (options, value) => (options.sessionId = id(value)),
  '--resume': (options, value) => (options.resume = id(value)),
  '--model': (options, value) => (options.model = value),
  '--system-prompt-file': (options, value) => (options.systemPromptFile = value),
  '--allowed-tools': (options, value) => (options.allowedTools = value.split(',').filter((word) => word !== '')),
  '--mcp-name': (options, value) => (options.mcpName = value),
  '--mcp-url-env': (options, value) => (options.mcpUrlEnv = value),
  '--mcp-token-env': (options, value) => (options.mcpTokenEnv = value),
  '--mcp-timeout': (options, value) => (options.mcpTimeoutMs = whole(value)),
  '--drop-hook': (options, value) => (options.droppedHooks = [...options.droppedHooks, value]),
  '--start-delay': (options, value) => (options.startDelayMs = whole(value)),
  '--dialog': (options, value) => (options.trustDialog = oneOf(value, ['trust']) === 'trust'),
  '--swallow-enter': (options, value) => (options.swallowEnter = whole(value)),
};

/** Reads `--flag value` and `--flag=value`. `extra` is the content of `MOCK_CLI_FLAGS`, separated by blanks. */
export function parseArgs(argv: readonly string[], extra: string): Parsed {
  const words = [...extra.split(/\s+/).filter((word) => word !== ''), ...argv];
  const options: Options = { ...DEFAULTS };
  for (let at = 0; at < words.length; at += 1) {
    const [flag = '', ...rest] = (words[at] ?? '').split('=');
    if (flag === '--version' || flag === '-v') return { type: 'version' };
    if (flag === '--help' || flag === '-h') return { type: 'help' };
    const turnOn = SWITCHES[flag];
    const set = SETTINGS[flag];
    const value = rest.length > 0 ? rest.join('=') : words[at + 1];
    if (turnOn !== undefined && rest.length === 0) turnOn(options);
    else if (set === undefined) return { type: 'wrong', message: `unknown option ${flag}; --help lists them` };
    else if (value === undefined) return { type: 'wrong', message: `${flag} needs a value` };
    else {
      try {
        set(options, value);
      } catch (error) {
        return { type: 'wrong', message: `${flag}: ${(error as Error).message}` };
      }
      if (rest.length === 0) at += 1;
    }
  }
  return { type: 'run', options };
}

export const FLAGS: readonly string[] = [...Object.keys(SWITCHES), ...Object.keys(SETTINGS)];

/** Ids become file names. */
function id(value: string): string {
  if (!/^[\w-]{1,64}$/.test(value)) throw new RangeError('an id is 1 to 64 letters, digits, _ or -');
  return value;
}

function whole(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new RangeError('needs a whole number');
  return Number(value);
}

function oneOf(value: string, known: readonly string[]): string {
  if (!known.includes(value)) throw new RangeError(`knows only ${known.join(', ')}`);
  return value;
}
