import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from './script.ts';
import type { WireCall } from './tools.ts';
import type { AnswerWriter } from './writer.ts';

export interface PerformOptions {
  readonly writer: AnswerWriter;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** Called once, before the first output: sends the HTTP head. */
  readonly open: () => void;
  /** Decides whether a FAIL step fails this time. */
  readonly fails: (step: Step & { type: 'fail' }) => boolean;
  /** Resolves when the test releases the name. */
  readonly hold: (name: string, signal: AbortSignal) => Promise<void>;
  /** Makes the ids of calls. */
  readonly callId: (index: number) => string;
}

export type Performed =
  | { readonly outcome: 'answered'; readonly body: unknown }
  /** `started`: the head had been sent, the error is inside the answer. */
  | { readonly outcome: 'failed'; readonly status: number | 'refused'; readonly started: boolean };

/** Plays the steps and calls of a move on a writer. */
export async function perform(
  steps: readonly Step[],
  calls: readonly WireCall[],
  options: PerformOptions,
): Promise<Performed> {
  const { writer, signal } = options;
  const active = steps.filter((step) => step.type !== 'fail' || options.fails(step));
  let started = false;
  let spoke = false;
  const start = (): void => {
    if (started) return;
    started = true;
    options.open();
    writer.start();
  };
  // An answer that begins with an error has to say so in its head; any other head goes out at once.
  if (!failsFirst(active)) start();

  for (const step of active) {
    signal.throwIfAborted();
    if (step.type === 'wait') await sleep(step.seconds * 1000, undefined, { signal });
    else if (step.type === 'hold') await options.hold(step.name, signal);
    else if (step.type === 'fail') {
      if (started && step.status !== 'refused') writer.error(step.status, failureMessage(step.status));
      return { outcome: 'failed', status: step.status, started };
    } else if (step.type === 'think') {
      start();
      writer.think(step.text);
      spoke = false;
    } else if (step.type === 'say' || step.type === 'slow') {
      start();
      if (spoke) writer.text('\n');
      spoke = true;
      const pieces = step.type === 'slow' ? words(step.text) : [step.text];
      const pause = step.type === 'slow' ? (step.seconds * 1000) / pieces.length : 0;
      for (const piece of pieces) {
        if (pause > 0) await sleep(pause, undefined, { signal });
        writer.text(piece);
      }
    }
  }
  start();
  for (const [index, call] of calls.entries()) writer.call(call, options.callId(index));
  return { outcome: 'answered', body: writer.end() };
}

export function failureMessage(status: number): string {
  return `scripted failure ${status}`;
}

function failsFirst(steps: readonly Step[]): boolean {
  return steps.find((step) => step.type !== 'wait' && step.type !== 'hold')?.type === 'fail';
}

/** Words with the blanks after them: joined they are the text. */
function words(text: string): readonly string[] {
  return text.match(/\S+\s*|\s+/g) ?? [text];
}
