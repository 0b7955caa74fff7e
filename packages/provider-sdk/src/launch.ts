import type { AgentProfile } from '@cao/contracts';

/** What is known about a running agent; handed to every pure reader. */
export interface AgentFacts {
  readonly terminalId: string;
  readonly pid: number | undefined;
  /** The agent's working directory, absolute and resolved. */
  readonly cwd: string;
  /** The user's home directory, where the CLI keeps its files. */
  readonly home: string;
  /** The environment the agent was started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly version: string | undefined;
  readonly conversationId: string | undefined;
  readonly transcriptPath: string | undefined;
  /** Milliseconds since the epoch. */
  readonly launchedAt: number;
}

/** How the in-session MCP tools are reached. Values travel in the agent's environment, so that no token shows in `ps`. */
export interface McpEndpoint {
  readonly name: string;
  readonly url: string;
  /** Environment variables of the agent that hold the URL and the bearer token. */
  readonly urlVariable: string;
  readonly tokenVariable: string;
  /** For CLIs that only start MCP servers as child processes. */
  readonly command: string;
  readonly args: readonly string[];
  /** The CLI must wait at least this long for one call: longer than any deadline of ours. */
  readonly timeoutMs: number;
}

export interface LaunchRequest {
  readonly terminalId: string;
  readonly cwd: string;
  readonly home: string;
  /** What the agent inherits of the person's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What the files hold that `Provider.userFiles` named, by path; without those that do not exist. */
  readonly userFiles: Readonly<Record<string, string>>;
  /** A folder of this terminal's own for files the plan writes (0700, removed with the terminal). */
  readonly scratch: string;
  readonly executable: string;
  readonly version: string | undefined;
  readonly profile: AgentProfile;
  /** System prompt of the profile plus the skill catalogue; may be empty. */
  readonly systemPrompt: string;
  readonly model: string | undefined;
  /** Effective CAO tool words; `['*']` is unrestricted, `[]` allows nothing. */
  readonly allowedTools: readonly string[];
  /** True: never ask for permission. False: the CLI may ask, and the question reaches a person or the conductor. */
  readonly autoApprove: boolean;
  readonly mcp: McpEndpoint;
  /** A fresh UUID, for CLIs that take the conversation id from outside. */
  readonly newConversationId: string;
  /** Resume this conversation instead of starting one. */
  readonly resume: string | undefined;
  /** The process runs as uid 0. */
  readonly root: boolean;
  /** Appends its standard input as one JSON line to `$CAO_SIGNAL_FILE`; runs under `sh`, in about 2 ms. */
  readonly hookCommand: string;
}

/** Everything the terminal host needs. Made without touching anything: no file, clock, process or network. */
export interface LaunchPlan {
  readonly argv: readonly string[];
  /** Added to the agent's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written before the start, below `scratch` only. Mode 0600 unless given. */
  readonly files?: readonly { readonly path: string; readonly content: string; readonly mode?: number }[];
  /**
   * Folders below `scratch` in which every entry of another folder is a link: a home of the CLI's that is the person's but for what
   * `files` puts there. `except` is left out, and with `only` all but what it names. `also` is linked even while it does not exist,
   * so that what the CLI makes there later is the person's. Of `folders` the same holds, and they are made in the other folder
   * when they are missing: nothing can be put behind a link to a folder that is not there. Made before `files` are written.
   */
  readonly mirrors?: readonly {
    readonly path: string;
    readonly of: string;
    readonly except: readonly string[];
    readonly only?: readonly string[];
    readonly also?: readonly string[];
    readonly folders?: readonly string[];
  }[];
  /**
   * Links to `files` from a folder of the person's, for CLIs that look nowhere else. The name must hold the terminal's id, so that
   * it is ours alone: what is there already is left as it is, and the launch fails. They go with the terminal.
   */
  readonly links?: readonly { readonly path: string; readonly to: string }[];
  /** The conversation id, when it is known before the start. */
  readonly conversationId?: string;
  /** What could only be asked for in the prompt, not enforced; shown to the person who launches. */
  readonly advisories?: readonly string[];
}
