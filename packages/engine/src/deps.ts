import type {
  AgentProfile,
  CaoEvent,
  InstallProfileRequest,
  InstallProfileResponse,
  PluginOffers,
  ProfileRow,
  RequestGate,
  Skill,
} from '@cao/contracts';
import type { MemoryStore } from '@cao/memory';
import type { Provider } from '@cao/provider-sdk';
import type { State } from '@cao/state';
import type { TerminalBackend } from '@cao/terminal';

/** Everything the engine touches from outside, given by the composition root. */
export interface EngineDeps {
  readonly state: State;
  readonly backend: TerminalBackend;
  readonly registry: ProviderRegistry;
  /** Who is asked before a launch, a message or a tool call; nobody when absent. */
  readonly before?: RequestGate;
  /** What plugins bring; nothing when absent. */
  readonly offers?: Pick<PluginOffers, 'tools' | 'call'>;
  readonly profiles: ProfileSource;
  readonly skills: SkillSource;
  /** Undefined: the memory is switched off. */
  readonly memory?: MemoryStore | undefined;
  /** By name or https address; never from a file of this machine. */
  readonly installProfile: (request: InstallProfileRequest) => Promise<InstallProfileResponse>;
  readonly paths: EnginePaths;
  /** The user's environment, from which agents inherit by rule. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where agents reach the server: known once it listens. */
  readonly apiUrl: () => string;
  /** Command that serves the tools over stdio, for CLIs that cannot speak HTTP MCP. */
  readonly mcpCommand: { readonly command: string; readonly args: readonly string[] };
  readonly ownerToken: string;
  /** Key of the agents' tokens; stays the same over restarts. */
  readonly secret: string;
  readonly root: boolean;
  readonly options: EngineOptions;
  readonly now: () => number;
  readonly log: Logger;
  /** Called for each durable event after it was stored; plugins hang here. Must not throw or wait. */
  readonly onEvent?: (event: CaoEvent) => void;
}

export interface EnginePaths {
  /** CAO's home. */
  readonly home: string;
  readonly userHome: string;
  /** Raw terminal logs, scrollback and snapshot files. */
  readonly terminalLogs: string;
  /** One signal file per terminal. */
  readonly signals: string;
  /** One scratch folder per terminal. */
  readonly scratch: string;
  /** Used when a launch names no directory. */
  readonly defaultDirectory: string;
}

export interface EngineOptions {
  /** Agents may name a working directory in `handoff` and `assign`. */
  readonly workingDirectoryParameter: boolean;
  /** Further variable names or `PREFIX_*` that agents inherit. */
  readonly inheritEnv: readonly string[];
  /** What the project is called in the memory, instead of what its folder says. */
  readonly projectId?: string | undefined;
}

export interface ProviderRegistry {
  providers(): readonly { readonly id: string; readonly package: string }[];
  loadProvider(id: string): Promise<Provider>;
  /** What could not be used so far. */
  findings(): readonly ProviderFinding[];
}

/** Why a package, or a provider or plugin in it, cannot be used; what `@cao/plugin-host` finds fits. */
export interface ProviderFinding {
  readonly package: string;
  readonly directory?: string;
  readonly entry?: { readonly kind: string; readonly name: string };
  readonly reason: string;
  readonly message: string;
}

export interface ProfileSource {
  list(): Promise<readonly ProfileRow[]>;
  /** For a launch: placeholders replaced, so it may hold secrets. */
  load(name: string): Promise<AgentProfile>;
  /** For showing: placeholders as written. */
  raw(name: string): Promise<{ readonly profile: AgentProfile }>;
  /** The tools of roles the person defined, by the role's name. */
  roles(): Promise<Readonly<Record<string, readonly string[]>>>;
}

export interface SkillSource {
  list(): Promise<readonly { name: string; description: string }[]>;
  get(name: string): Promise<Skill>;
}

export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Size of every terminal nobody is attached to. Large from the start: a resize during start-up makes some CLIs drop keys. */
export const HOME_SIZE = { cols: 220, rows: 50 } as const;
