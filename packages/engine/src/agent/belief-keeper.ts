import type { EvidenceRecord, EvidenceSource } from '@cao/contracts';
import { claimOf, toRecord, type Belief } from '../evidence/belief.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { forget, weigh } from '../evidence/weigh.ts';

/** How many pieces of evidence `explain` can show. */
const HISTORY = 40;

/** What is believed of one agent, what it rests on, and when to look again. */
export interface BeliefKeeper {
  readonly belief: Belief;
  /** Newest first. */
  readonly history: readonly EvidenceRecord[];
  weigh(evidence: Evidence): void;
  /** Weighs what the screen of an agent at work says ten times a second: true when it says only that, and nothing is to be stored or told. */
  confirms(evidence: Evidence): boolean;
  /** What this source said is no longer so. */
  forget(source: EvidenceSource): void;
  dispose(): void;
}

export interface BeliefKeeperOptions {
  readonly belief: Belief;
  readonly now: () => number;
  /** The claim that is held back may win now. */
  readonly onDue: () => void;
}

export function createBeliefKeeper(options: BeliefKeeperOptions): BeliefKeeper {
  const { now, onDue } = options;
  let { belief } = options;
  let history: readonly EvidenceRecord[] = [];
  let wake: NodeJS.Timeout | undefined;

  function remember(evidence: Evidence, effect: EvidenceRecord['effect']): void {
    const [newest, ...older] = history;
    // A spinner confirms the same thing ten times a second; one line says as much.
    const again = effect === 'confirmed' && newest?.rule === evidence.rule && newest.effect === effect;
    history = [toRecord(claimOf(evidence), effect), ...(again ? older : history)].slice(0, HISTORY);
  }

  function wakeAfter(ms: number): void {
    clearTimeout(wake);
    wake = setTimeout(onDue, Math.max(0, ms) + 1);
    wake.unref();
  }

  return {
    get belief() {
      return belief;
    },
    get history() {
      return history;
    },
    weigh(evidence) {
      const verdict = weigh(belief, evidence);
      ({ belief } = verdict);
      remember(evidence, verdict.effect);
      if (verdict.wakeAt !== undefined) wakeAfter(verdict.wakeAt - now());
    },
    confirms(evidence) {
      if (evidence.source !== 'screen' || belief.phase !== 'busy' || !belief.shown) return false;
      const verdict = weigh(belief, evidence);
      if (verdict.effect !== 'confirmed') return false;
      ({ belief } = verdict);
      remember(evidence, verdict.effect);
      return true;
    },
    forget(source) {
      belief = forget(belief, source);
    },
    dispose: () => clearTimeout(wake),
  };
}
