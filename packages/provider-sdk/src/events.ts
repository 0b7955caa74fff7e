import type { Question } from '@cao/contracts';
import type { InputStep } from './input.ts';

/**
 * What a CLI reports about itself, in our words. A provider translates hooks, state files, transcripts and titles into these;
 * the engine weighs them. Every event stands alone: none may rely on another having arrived.
 */
export type AgentEvent =
  /** The conversation began or was resumed. Carries what later reads need. */
  | { readonly type: 'session'; readonly conversationId?: string; readonly transcriptPath?: string }
  /** The agent took an input. `prompt` is the text as the CLI got it, when it says. */
  | { readonly type: 'turn_started'; readonly prompt?: string; readonly nativeId?: string }
  /** Signs of work inside a turn: a tool ran, text streamed, a retry waits. */
  | { readonly type: 'working'; readonly detail?: string }
  /** The agent waits for a person. `question` is absent when only the fact is known; the screen then supplies it. */
  | { readonly type: 'needs_input'; readonly question?: Question }
  /** `reply` is the final answer byte for byte. Absent when this source does not carry it. */
  | { readonly type: 'turn_completed'; readonly reply?: string; readonly nativeId?: string }
  | { readonly type: 'turn_failed'; readonly error: string; readonly nativeId?: string }
  | { readonly type: 'turn_interrupted'; readonly nativeId?: string }
  /** A state without a turn: what a session state file or a title says right now. */
  | { readonly type: 'state'; readonly state: 'ready' | 'busy' | 'waiting'; readonly detail?: string }
  /** The CLI says that it ends. The process exit itself is seen by the terminal host. */
  | { readonly type: 'ended'; readonly reason?: string };

/** An event with the name of the rule that produced it, for `explain`: `hook Stop`, `session file`, `rollout task_complete`. */
export type Reported = AgentEvent & {
  readonly rule: string;
  /** Milliseconds since the epoch, when the source says. */ readonly at?: number;
};

/** What a screen says. Undefined fields mean that this screen does not tell. */
export interface ScreenReading {
  /** `starting`: the program is up but takes no input yet. */
  readonly state: 'starting' | 'ready' | 'busy' | 'waiting' | 'unknown';
  /** The rule that decided, for `explain`. */
  readonly rule: string;
  /** With `waiting`. */
  readonly question?: Question;
  /** A start-up dialog with one safe answer, when the screen shows one. Steps are for this very screen: move one, or confirm. */
  readonly dialog?: { readonly id: string; readonly steps: readonly InputStep[] };
  /** How the last turn ended, when the screen carries an explicit mark of it. */
  readonly outcome?: { readonly type: 'completed' | 'failed' | 'interrupted'; readonly error?: string };
  /** Text a person or we left in the input box; empty when the box is empty, absent when it cannot be told. */
  readonly composer?: string;
}
