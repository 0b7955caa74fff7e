import { type Conversation, finishedCalls, type Round } from './conversation.ts';
import { expectedAnswer } from './expect.ts';
import { parseScript, type Segment, type Step, type ToolCall } from './script.ts';
import { fillDeep, fillText, type Values } from './template.ts';

/** What the model does in answer to one request: say things, then call tools or end the turn. */
export interface Move {
  readonly steps: readonly Step[];
  readonly calls: readonly ToolCall[];
}

/** `TOOL!` asks for a failed call this many times more. */
const MAX_REPEATS = 5;

/** Pause before the first repeat; each further one is twice as long. Together three seconds: a server may restart meanwhile. */
const FIRST_PAUSE_SECONDS = 0.1;

/**
 * Decides the next move from nothing but the conversation in the request. A client that retries, resumes or loses an
 * answer therefore always gets the same one.
 */
export function nextMove(conversation: Conversation): Move {
  const prompt = conversation.items.findLast((item) => item.kind === 'prompt')?.text ?? '';
  const script = parseScript(prompt);
  if (script === undefined) {
    const text = expectedAnswer(conversation) ?? `OK. ${Array.from(prompt.trim()).slice(0, 60).join('')}`.trim();
    return { steps: [{ type: 'say', text }], calls: [] };
  }
  const done = finishedCalls(conversation).filter((call) => !isLookup(call, script));
  const position = findPosition(script, done);
  const values: Values = { prompt, results: done.map((call) => call.text) };
  const steps =
    position.repeat > 0
      ? [{ type: 'wait' as const, seconds: FIRST_PAUSE_SECONDS * 2 ** (position.repeat - 1) }]
      : position.segment.steps.map((step) => spoken(step, values));
  const calls = position.calls.map((call) => ({ ...call, input: fillDeep(call.input, values) }));
  if (calls.length > 0 || steps.some((step) => step.type !== 'think' && step.type !== 'wait' && step.type !== 'hold')) {
    return { steps, calls };
  }
  const last = done.map((call) => call.text).join('\n');
  return { steps: [...steps, { type: 'say', text: last === '' ? 'OK.' : `tool said: ${last.slice(0, 200)}` }], calls };
}

interface Position {
  readonly segment: Segment;
  readonly calls: readonly ToolCall[];
  /** How often the calls were asked before. What stands before them was said the first time. */
  readonly repeat: number;
}

/** Walks the script along the finished calls. Calls are counted, not messages, since clients group them differently. */
function findPosition(script: readonly Segment[], done: readonly Round[]): Position {
  let used = 0;
  for (const segment of script) {
    let calls = segment.calls;
    for (let repeat = 0; calls.length > 0; repeat++) {
      const round = done.slice(used, used + calls.length);
      if (round.length < calls.length) return { segment, calls: calls.slice(round.length), repeat };
      used += round.length;
      calls = repeat < MAX_REPEATS ? calls.filter((call, index) => call.retry && failed(round[index]!)) : [];
    }
  }
  return { segment: script.at(-1)!, calls: [], repeat: 0 };
}

/** CAO's tools report most failures as a result that says so. */
function failed({ error, text }: Round): boolean {
  return error || /^\s*\{[^]*"success"\s*:\s*false/.test(text);
}

/** A tool looked up because the client deferred it is no part of the script, unless the script says so. */
function isLookup(call: Round, script: readonly Segment[]): boolean {
  return call.name === 'ToolSearch' && !script.some(({ calls }) => calls.some(({ name }) => name === 'ToolSearch'));
}

function spoken(step: Step, values: Values): Step {
  switch (step.type) {
    case 'say':
      return { type: 'say', text: fillText(step.text, values) };
    case 'slow':
      return { ...step, text: fillText(step.text, values) };
    case 'bytes':
      return { type: 'say', text: bytesText(step.count) };
    case 'report':
      return { type: 'say', text: values.results.join('\n') };
    case 'expect':
      return { type: 'say', text: `waiting for ${step.count}` };
    default:
      return step;
  }
}

/** Exactly `count` bytes of numbered lines, so that a lost or doubled piece shows. */
export function bytesText(count: number): string {
  const lines: string[] = [];
  for (let length = 0; length < count; length += 64) {
    lines.push(`${String(lines.length).padStart(8, '0')} ${'abcdefghijklmnopqrstuvwxyz'.repeat(3).slice(0, 54)}\n`);
  }
  // The last byte is no blank: readers may trim an answer.
  return count === 0 ? '' : `${lines.join('').slice(0, count - 1)}.`;
}
