import { runScript, type Ending, type Stage } from './run.ts';
import { createStage } from './stage.ts';
import { parseScript, type JsonObject, type Step } from './script.ts';
import { bodyOf } from './template.ts';
import type { Options } from './args.ts';
import type { Prompt } from './editor.ts';
import type { HookName, Hooks } from './hooks.ts';
import type { McpClient } from './mcp.ts';
import type { Asked } from './question.ts';
import type { Expectation, Memory, PastTurn, Transcript, TranscriptRecord } from './transcript.ts';

export type TurnEnding = Ending | { readonly type: 'interrupted' };

/** What the agent needs of the screen and of the process. */
export interface AgentUi {
  readonly began: (prompt: Prompt) => void;
  readonly write: (chunk: string) => void;
  readonly status: (label: string | undefined) => void;
  readonly silence: (on: boolean) => void;
  readonly garbage: (seed: number) => Promise<number>;
  readonly ask: (question: Asked, signal: AbortSignal) => Promise<string>;
  /** One line about what the agent does beside its answer. */
  readonly note: (line: string) => void;
  readonly ended: (ending: TurnEnding) => void;
  readonly exit: (reason: string) => void;
  readonly crash: (how: string) => Promise<never>;
}

export interface AgentDeps {
  readonly options: Options;
  readonly sessionId: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly ui: AgentUi;
  readonly hooks: Hooks;
  readonly transcript: Transcript;
  readonly memory: Memory;
  /** Loaded at the first tool call, so that the start does not pay for it. */
  readonly mcp: () => Promise<McpClient>;
  readonly systemPrompt: () => string;
  readonly now: () => number;
}

export interface Agent {
  start(source: 'startup' | 'resume'): void;
  /** Runs a prompt as one turn, after the turns before it. */
  submit(prompt: Prompt): void;
  /** Ends the turn that runs, if any. */
  interrupt(): void;
  /** Prompts that wait for the turn that runs. */
  queued(): readonly string[];
  /** Forgets earlier turns. */
  clear(): void;
  stop(reason: string): void;
}

interface Plan {
  readonly steps: readonly Step[];
  readonly problem?: string;
  readonly values: Stage['values'];
}

/** The conversation: one turn at a time, with a memory, reported through hooks and kept in a transcript. */
export function createAgent(deps: AgentDeps): Agent {
  const { ui } = deps;
  const queue: Prompt[] = [];
  const past: PastTurn[] = [...deps.memory.turns];
  let { seq, expectation } = deps.memory;
  let current: AbortController | undefined;
  let stopped = false;

  function report(hook: HookName, fields: JsonObject): void {
    const failure = deps.hooks(hook, { session_id: deps.sessionId, ...fields });
    if (failure !== undefined) ui.note(`→ ${failure}`);
  }

  /** A memory that cannot be written must not stop the conversation. */
  function remember(record: TranscriptRecord): void {
    try {
      deps.transcript.append(record);
    } catch (error) {
      ui.note(`→ transcript: ${(error as Error).message}`);
    }
  }

  function setExpectation(next: Expectation | undefined): void {
    expectation = next;
    remember({ type: 'expect', expectation: next ?? null });
  }

  async function runNext(): Promise<void> {
    if (current !== undefined || stopped) return;
    const prompt = queue.shift();
    if (prompt === undefined) return;
    const abort = (current = new AbortController());
    const turn = `${deps.sessionId}:${(seq += 1)}`;
    let answer = '';
    ui.began(prompt);
    remember({ type: 'user', turn, text: prompt.text });
    report('UserPromptSubmit', { turn_id: turn, prompt: prompt.text });
    const ending = await perform(prompt, turn, abort.signal, (chunk) => (answer += chunk));
    current = undefined;
    if (stopped) return;
    past.push({ prompt: prompt.text, answer });
    finish(ending, turn, answer);
    if (ending.type === 'exit') ui.exit('exit');
    else void runNext();
  }

  async function perform(
    prompt: Prompt,
    turn: string,
    signal: AbortSignal,
    keep: (chunk: string) => void,
  ): Promise<TurnEnding> {
    const { steps, problem, values } = plan(prompt);
    if (problem !== undefined) return { type: 'failed', error: `script ${problem}` };
    const expect = (count: number, template: string) => setExpectation({ count, template, bodies: [], previous: '' });
    const stage = createStage(deps, { id: turn, prompt, signal, values, recall, report, keep, expect });
    try {
      return await runScript(steps, stage);
    } catch (error) {
      return signal.aborted ? { type: 'interrupted' } : { type: 'failed', error: (error as Error).message };
    }
  }

  function finish(ending: TurnEnding, turn: string, answer: string): void {
    if (expectation?.bodies.length === 0) setExpectation({ ...expectation, previous: answer });
    ui.ended(ending);
    if (ending.type === 'failed') {
      remember({ type: 'error', turn, text: ending.error });
      report('StopFailure', { turn_id: turn, error: ending.error, last_assistant_message: answer });
    } else if (ending.type === 'interrupted') {
      remember({ type: 'interrupted', turn });
      report('Interrupt', { turn_id: turn });
    } else {
      remember({ type: 'assistant', turn, text: answer });
      report('Stop', { turn_id: turn, last_assistant_message: answer });
    }
  }

  /** The prompt's own script, or what an EXPECT of an earlier turn makes of it. */
  function plan(prompt: Prompt): Plan {
    const nothing = () => undefined;
    if (expectation === undefined) {
      const script = parseScript(prompt.text);
      const plain: Step = { do: 'say', text: `MOCK: ${prompt.text}`, exact: true };
      return { ...script, steps: script.steps.length === 0 ? [plain] : script.steps, values: nothing };
    }
    const { count, previous } = expectation;
    const bodies = [...expectation.bodies, bodyOf(prompt.text)];
    if (bodies.length < count) {
      setExpectation({ ...expectation, bodies });
      return { steps: [{ do: 'say', text: `noted (${bodies.length}/${count})`, exact: true }], values: nothing };
    }
    const template = expectation.template || bodies.map((_, at) => `{{${at + 1}}}`).join('\n');
    setExpectation(undefined);
    const { steps } = parseScript(template);
    const values = (name: string) => (name === 'prev' ? previous : bodies[Number(name) - 1]);
    return { steps: steps.length === 0 ? [{ do: 'say', text: template }] : steps, values };
  }

  function recall(): string {
    return past.map((done, at) => `${at + 1}. ${firstLine(done.prompt)} -> ${firstLine(done.answer)}`).join('\n');
  }

  return {
    start: (source) => {
      remember({ type: 'session', session_id: deps.sessionId, cwd: deps.cwd });
      report('SessionStart', { source, transcript_path: deps.transcript.path, cwd: deps.cwd });
    },
    submit: (prompt) => {
      queue.push(prompt);
      void runNext();
    },
    interrupt: () => current?.abort(),
    queued: () => queue.map((prompt) => prompt.text),
    clear: () => {
      past.length = 0;
      expectation = undefined;
      remember({ type: 'clear' });
    },
    stop: (reason) => {
      stopped = true;
      current?.abort();
      report('SessionEnd', { reason });
    },
  };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
