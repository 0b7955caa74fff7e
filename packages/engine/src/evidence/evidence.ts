import type { EvidenceSource, Question } from '@cao/contracts';

/** What an agent is doing. `starting` takes no input yet; `exited` is final for this start of the program. */
export type Phase = 'starting' | 'ready' | 'busy' | 'waiting' | 'exited';

/** One thing seen, in the engine's words. Turn claims imply a phase: a started turn is busy, an ended one ready. */
export interface Evidence {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly source: EvidenceSource;
  readonly rule: string;
  readonly phase: Phase;
  readonly question?: Question | undefined;
  /** In words, for `explain`. */
  readonly says: string;
  /** Stays true until the same source says otherwise (a title, a state file), unlike an event that happened once. */
  readonly lasting?: boolean;
  /** The turn is over but the prompt was not seen yet: from now on any source that says ready is believed at once. */
  readonly settling?: boolean;
}

/**
 * How much a source is worth. The process is never wrong about its own end; what a CLI reports beats what its title shows,
 * and both beat what we read off the screen. Our own act is an expectation until something confirms it.
 */
export const STRENGTH: Readonly<Record<EvidenceSource, number>> = {
  process: 4,
  signal: 3,
  title: 2,
  own: 2,
  screen: 1,
};
