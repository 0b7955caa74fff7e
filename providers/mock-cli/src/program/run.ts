import { setImmediate as breathe, setTimeout as delay } from 'node:timers/promises';
import { fill, fillObject, pick, senderOf, type Values } from './template.ts';
import type { Prompt } from './editor.ts';
import type { Asked } from './question.ts';
import type { JsonObject, Step, ToolCall } from './script.ts';

/** What a script acts on. Everything that waits rejects when the turn is interrupted. */
export interface Stage {
  readonly prompt: Prompt;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly systemPrompt: () => string;
  /** Earlier turns, one line each. */
  readonly recall: () => string;
  /** Values of this turn: `prev` and the bodies after an EXPECT. */
  readonly values: Values;
  readonly now: () => number;
  /** Adds to the answer. */
  readonly write: (chunk: string) => void;
  /** Says what the spinner line says; undefined for the usual word. */
  readonly status: (label: string | undefined) => void;
  /** Stops all output, or goes on with it. */
  readonly silence: (on: boolean) => void;
  readonly garbage: (seed: number) => Promise<number>;
  readonly ask: (question: Asked) => Promise<string>;
  readonly callTool: (call: ToolCall) => Promise<string>;
  readonly useNative: (tool: string, input: JsonObject) => Promise<string>;
  readonly record: (path: string) => void;
  readonly expect: (count: number, template: string) => void;
  readonly crash: (how: string) => Promise<never>;
}

/** How a script ended; an interrupt rejects instead. */
export type Ending = { readonly type: 'completed' | 'exit' } | { readonly type: 'failed'; readonly error: string };

/** Longest timer there is, for what waits until somebody interrupts. */
const FOREVER_MS = 2 ** 31 - 1;
/** Streams no faster than a person could see. */
const PIECES_PER_SECOND = 25;
const HUGE_BATCH = 500;

export async function runScript(steps: readonly Step[], stage: Stage): Promise<Ending> {
  const { signal } = stage;
  const tools: string[] = [];
  let answer: string | undefined;
  let silent = true;

  const values: Values = (name) => {
    const [head = '', ...path] = name.split('.');
    const tool = /^tool(\d*)$/.exec(head);
    if (tool !== null) {
      const text = tool[1] === '' ? tools.at(-1) : tools[Number(tool[1]) - 1];
      return text === undefined || path.length === 0 ? text : pick(text, path);
    }
    if (name === 'answer') return answer;
    if (name === 'sender') return senderOf(stage.prompt.text);
    // The token is the one variable that must not travel in a message.
    if (head === 'env') return /^CAO_(?!TOKEN$)\w+$/.test(path[0] ?? '') ? stage.env[path[0] ?? ''] : undefined;
    return stage.values(name);
  };
  const filled = (text: string) => fill(text, values);
  const say = (text: string): void => {
    stage.write(silent ? text : `\n${text}`);
    silent = false;
  };
  const wait = (ms: number) => delay(ms, undefined, { signal });

  async function slow(seconds: number, text: string): Promise<void> {
    const words = text.match(/\s*\S+|\s+$/g) ?? [''];
    const pieces = Math.max(1, Math.min(words.length, Math.ceil(seconds * PIECES_PER_SECOND)));
    const began = stage.now();
    for (let piece = 0; piece < pieces; piece += 1) {
      const [from, to] = [piece, piece + 1].map((at) => Math.round((at * words.length) / pieces));
      const chunk = words.slice(from, to).join('');
      if (piece === 0) say(chunk);
      else stage.write(chunk);
      await wait(Math.max(0, began + ((piece + 1) * seconds * 1000) / pieces - stage.now()));
    }
  }

  async function huge(lines: number): Promise<void> {
    for (let line = 1; line <= lines; line += HUGE_BATCH) {
      const size = Math.min(HUGE_BATCH, lines - line + 1);
      say(Array.from({ length: size }, (_, at) => `line ${line + at} of ${lines}`).join('\n'));
      await breathe(undefined, { signal });
    }
  }

  async function retry(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= 1) {
      stage.status(`Overloaded · retrying in ${Math.ceil(left)}s · attempt 1/10`);
      await wait(Math.min(1, left) * 1000);
    }
    stage.status(undefined);
  }

  async function callTools(calls: readonly ToolCall[]): Promise<void> {
    const names = calls.map(({ name }) => name).join(', ');
    stage.status(`Calling ${names}`);
    const results = await Promise.all(
      calls.map(async ({ name, args }) => {
        try {
          const text = await stage.callTool({ name, args: fillObject(args, values) });
          return { said: `tool ${name}: ${text}`, text };
        } catch (error) {
          signal.throwIfAborted();
          const text = (error as Error).message;
          return { said: `tool ${name} failed: ${text}`, text };
        }
      }),
    );
    stage.status(undefined);
    for (const { said, text } of results) {
      say(said);
      tools.push(text);
    }
  }

  async function perform(step: Step): Promise<Ending | undefined> {
    switch (step.do) {
      case 'say':
        say(step.exact === true ? step.text : filled(step.text));
        break;
      case 'slow':
        await slow(step.seconds, filled(step.text));
        break;
      case 'repeat':
        say(filled(step.text).repeat(step.times));
        break;
      case 'huge':
        await huge(step.lines);
        break;
      case 'echo':
        say(stage.prompt.text);
        break;
      case 'recall':
        say(stage.recall());
        break;
      case 'system':
        say(stage.systemPrompt());
        break;
      case 'garbage':
        say(`garbage: ${await stage.garbage(step.seed)} bytes`);
        break;
      case 'think':
        stage.status('Thinking');
        await wait(step.seconds * 1000);
        stage.status(undefined);
        break;
      case 'silent':
        stage.silence(true);
        await wait(step.seconds * 1000);
        stage.silence(false);
        break;
      case 'retry':
        await retry(step.seconds);
        break;
      case 'ask':
        answer = await stage.ask({ text: filled(step.question), options: step.options.map(filled) });
        break;
      case 'native':
        say(await stage.useNative(step.tool, fillObject(step.input, values)));
        break;
      case 'tools':
        await callTools(step.calls);
        break;
      case 'record':
        stage.record(filled(step.path));
        break;
      case 'expect':
        stage.expect(step.count, step.template);
        break;
      case 'hang':
        await wait(FOREVER_MS);
        break;
      case 'crash':
        return stage.crash(step.how);
      case 'fail':
        return { type: 'failed', error: filled(step.message) };
      case 'exit':
        return { type: 'exit' };
    }
    return undefined;
  }

  for (const step of steps) {
    signal.throwIfAborted();
    const ending = await perform(step);
    if (ending !== undefined) return ending;
  }
  if (silent) say('done');
  return { type: 'completed' };
}
