import type { Question } from '@cao/contracts';
import type { AgentStore } from './agent-store.ts';
import type { AgentFacts, LaunchPlan, LaunchRequest } from './launch.ts';
import type { InputStep } from './input.ts';
import type { Reported, ScreenReading } from './events.ts';
import type { ScreenSnapshot } from './screen.ts';

/** The version of this contract; `cao.apiVersion` in a provider's package.json must equal it. */
export const PROVIDER_API_VERSION = 1;

/** A file the CLI keeps that tells what it does. The engine follows it; the provider only says which and reads records. */
export interface FileSource {
  readonly id: string;
  /** Absolute path, or undefined while it cannot be known yet. May name one file by `directory` + `match` instead. */
  readonly path?: string | undefined;
  /** The newest file below `directory` (at most `depth` folders down) whose name matches, not older than the launch. */
  readonly find?: { readonly directory: string; readonly depth: number; readonly match: RegExp };
  /** `jsonl`: records are lines, read once each. `json`: the whole file, read again after every change. */
  readonly format: 'json' | 'jsonl';
  /** Of a `json` file: the field with a list that grows. Its elements are the records then, read once each. */
  readonly list?: string;
}

export interface ProviderCapabilities {
  /** `enforced`: the CLI itself refuses a tool that is not allowed. `advisory`: it can only be asked in the prompt. */
  readonly toolRestriction: 'enforced' | 'advisory';
  /** Can continue a conversation by id after its process died. */
  readonly resume: boolean;
  /** How the CLI reaches MCP servers. */
  readonly mcp: 'http' | 'stdio';
  /** Knows agents of its own, so that a profile unknown to CAO may still be launched by name. */
  readonly nativeAgents: boolean;
  /**
   * True when the CLI takes input the moment its turn-end signal fires. Absent: the engine waits for the prompt to be back on
   * the screen (or a state file to say so) before it types the next input.
   */
  readonly readyOnTurnEnd?: boolean;
  /**
   * For CLIs that draw a prompt and then put a dialog over it, or a dialog piece by piece: how long the first screen that takes
   * input or asks must hold. Default 0.
   */
  readonly readyHoldMs?: number;
  /**
   * The CLI asks for its MCP tools while it starts; an input typed before finds none. The first ready screen then holds until it
   * has asked, for a few seconds at most.
   */
  readonly mcpAtStart?: boolean;
  /** First characters that make the CLI take input as a command of its own; agent-to-agent text is guarded against them. */
  readonly commandPrefixes: readonly string[];
}

/** Whether somebody is signed in to the CLI, as far as files and environment tell. Nobody is asked and nothing is spent. */
export interface ProviderLogin {
  /** The CLI's files that tell, absolute. */
  files(where: Pick<LaunchRequest, 'home' | 'env'>): readonly string[];
  /** `userFiles`: what those hold, without those that do not exist. */
  state(facts: Pick<LaunchRequest, 'home' | 'env' | 'userFiles'>): 'yes' | 'no' | 'unknown';
  /** The command that signs in. */
  readonly hint: string;
}

/** A piece of an answer, as a file carries it. */
export interface ReplyPart {
  /** Names the message that the piece belongs to. */
  readonly message: string;
  readonly text: string;
  /** When it was said, in milliseconds since the epoch, where the file tells. */
  readonly at?: number;
}

/**
 * One agent CLI. A plain object of pure functions: it starts nothing, reads no clock, touches no file, keeps no state.
 * No function may throw for strange input: an unknown screen or record is `unknown` or no event.
 */
export interface Provider {
  /** Snake case; equals the package's folder with `-` for `_`. */
  readonly id: string;
  /** The CLI's name for people. */
  readonly title: string;
  /** Executable looked up on PATH; `versionArgs` prints the version, `parseVersion` finds it. An absolute path for a bundled program. */
  readonly binary: string;
  readonly versionArgs: readonly string[];
  parseVersion(output: string): string | undefined;
  /** Shown when the executable is missing. */
  readonly installHint: string;
  /** Versions of the real CLI on which it was proven, newest first, and when (`2026-11`). Absent: on no real program. */
  readonly proven?: { readonly versions: readonly string[]; readonly on: string };
  readonly login?: ProviderLogin;
  readonly capabilities: ProviderCapabilities;
  /** Names (or `PREFIX_*`) of variables of the person's environment that this CLI needs: keys, endpoints, its own home. */
  readonly inheritEnv: readonly string[];

  /** Files of the person that `plan` has to know, absolute: settings that it must add to because the CLI reads one file only. */
  userFiles?(where: Pick<LaunchRequest, 'home' | 'env'>): readonly string[];
  plan(request: LaunchRequest): LaunchPlan;

  /** For a CLI that keeps agents of its own in files. */
  readonly agentStore?: AgentStore;
  /** The folder from which the CLI reads the person's skills, absolute; each is a folder with a SKILL.md. */
  skillFolder?(where: Pick<LaunchRequest, 'home' | 'env'>): string;

  /** Asked on settled screens only. */
  readScreen(screen: ScreenSnapshot, facts: AgentFacts): ScreenReading;
  /** One line of the terminal's signal file, parsed from JSON. */
  readSignal(signal: unknown, facts: AgentFacts): readonly Reported[];
  /** Called on each title change. */
  readTitle?(title: string, facts: AgentFacts): readonly Reported[];
  /** Files to follow; asked again whenever the facts change. */
  sources?(facts: AgentFacts): readonly FileSource[];
  /** One record of a followed file. */
  readRecord?(sourceId: string, record: unknown, facts: AgentFacts): readonly Reported[];
  /**
   * The piece of an answer that a record of a followed file carries, byte for byte. Pieces with the same `message` are joined in
   * file order; another `message` begins the answer anew. What was joined is the reply of the next `turn_completed` of the same
   * file that carries none. A piece that was said before what is joined so far does not begin it anew: some CLIs write a prompt
   * behind its answer.
   */
  readReplyPart?(sourceId: string, record: unknown, facts: AgentFacts): ReplyPart | undefined;

  /** The last answer on a rendered scrollback, for turns whose stronger sources stayed silent. Undefined when there is none. */
  readReply(lines: readonly string[], prompt: string): string | undefined;

  /** Steps that submit `text` as one prompt. */
  submit(text: string): readonly InputStep[];
  /** Steps that submit what already lies in the input box; used when the Enter of `submit` was swallowed. */
  readonly resubmit: readonly InputStep[];
  /** Steps that empty the input box; some CLIs put an interrupted prompt back into it. Absent: nothing ever stays there. */
  readonly clear?: readonly InputStep[];
  /** Steps that choose or type an answer; undefined when it fits no option. */
  answer(question: Question, answer: string): readonly InputStep[] | undefined;
  readonly interrupt: readonly InputStep[];
  readonly exit: readonly InputStep[];
}

/** Identity function that types a provider and marks it, so that the host knows it across copies of this package. */
export function defineProvider(provider: Provider): Provider {
  return Object.freeze({ ...provider, [PROVIDER_BRAND]: PROVIDER_API_VERSION });
}

/** Same symbol in every copy of this package. */
export const PROVIDER_BRAND: unique symbol = Symbol.for('cao.provider') as never;
