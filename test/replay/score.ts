import type { TerminalStatus } from '@cao/contracts';
import type { TrueState } from './recordings.ts';

/** From `ms` on, until the next one. */
export interface Truth {
  readonly ms: number;
  readonly state: TrueState;
  /** What told it. */
  readonly by: string;
}

export interface Believed {
  readonly ms: number;
  readonly status: TerminalStatus;
  readonly reason: string;
}

export interface Delay {
  readonly to: TrueState;
  /** Milliseconds until the status said so; below zero when it did before. Absent when it never did. */
  readonly ms: number | undefined;
}

export interface Score {
  /** Share of the time in which the status was right, 0 to 1. */
  readonly right: number;
  /** Times at which the status became `completed` while the agent was at work or asked. */
  readonly falseCompleted: readonly number[];
  /** The same for `idle`. */
  readonly falseIdle: readonly number[];
  /** Times at which the agent began to ask and the status never said so. */
  readonly missedWaiting: readonly number[];
  readonly delays: readonly Delay[];
}

/** What the status may say in each state. A start-up dialog is answered by us, or somebody has to. */
const RIGHT: Readonly<Record<TrueState, readonly TerminalStatus[]>> = {
  starting: ['unknown', 'processing'],
  'startup-dialog': ['unknown', 'processing', 'waiting_user_answer'],
  idle: ['idle'],
  processing: ['processing'],
  waiting: ['waiting_user_answer'],
  completed: ['completed'],
  error: ['error'],
  exiting: [],
};

/** The driver's clock and ours were read in different processes; what it calls the end may be logged this much later. */
const SLACK_MS = 100;

/** A CLI draws what a key led to within this time. */
const REACTION_MS = 500;

/** When a start was over, the recordings tell only by the moment at which somebody looked. */
const BUSY: ReadonlySet<TrueState> = new Set(['processing', 'waiting']);

interface Real {
  readonly state: TrueState;
  readonly byKey: boolean;
}

interface Span<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/**
 * Compares what was believed with what was true, from the first prompt until the agent was told to leave. How long a start took is
 * a delay, not a share. A key that a person pressed is true at once, long before the CLI has reacted: that moment counts for nobody.
 */
export function score(truth: readonly Truth[], believed: readonly Believed[]): Score {
  const begin = truth.find(({ state }) => state === 'processing')?.ms ?? 0;
  const end = truth.find(({ state }) => state === 'exiting')?.ms ?? truth.at(-1)?.ms ?? 0;
  const real = spans(
    truth.map(({ ms, state, by }) => ({ ms, value: { state, byKey: by.startsWith('key') } })),
    end,
  );
  const said = spans(
    believed.map(({ ms, status }) => ({ ms, value: status })),
    end,
  );
  const falseTimes = (status: TerminalStatus) =>
    said.filter(({ value, from }) => value === status && isBusy(real, from)).map(({ from }) => from);
  const asked = real.filter(({ value }) => value.state === 'waiting');
  const counted = real.filter(({ from }) => from >= begin).map(withoutReaction);
  return {
    right:
      total(counted.flatMap((is) => said.filter((was) => isRight(is, was)).map((was) => overlap(is, was)))) /
      total(counted.map(({ from, to }) => to - from)),
    falseCompleted: falseTimes('completed'),
    falseIdle: falseTimes('idle'),
    missedWaiting: asked.filter((span) => !said.some((at) => fits(span, at))).map(({ from }) => from),
    delays: real.slice(1).map((span) => ({ to: span.value.state, ms: delayOf(span, said) })),
  };
}

function withoutReaction(span: Span<Real>): Span<Real> {
  return span.value.byKey ? { ...span, from: Math.min(span.to, span.from + REACTION_MS) } : span;
}

function total(times: readonly number[]): number {
  return times.reduce((sum, time) => sum + time, 0);
}

function spans<T>(points: readonly { ms: number; value: T }[], end: number): Span<T>[] {
  return points
    .map(({ ms, value }, at) => ({ from: Math.max(0, ms), to: Math.min(points[at + 1]?.ms ?? end, end), value }))
    .filter(({ from, to }) => to > from);
}

/** At work at that time, and for longer than the clocks differ. */
function isBusy(real: readonly Span<Real>[], ms: number): boolean {
  const span = real.find(({ from, to }) => from <= ms && ms < to);
  return span !== undefined && BUSY.has(span.value.state) && ms < span.to - SLACK_MS;
}

function overlap(a: { from: number; to: number }, b: { from: number; to: number }): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}

function isRight(real: Span<Real>, said: Span<TerminalStatus>): boolean {
  return RIGHT[real.value.state].includes(said.value);
}

function fits(real: Span<Real>, said: Span<TerminalStatus>): boolean {
  return isRight(real, said) && overlap(real, said) > 0;
}

function delayOf(real: Span<Real>, said: readonly Span<TerminalStatus>[]): number | undefined {
  const first = said.find((span) => fits(real, span));
  return first && first.from - real.from;
}
