import type { EvidenceRecord, EvidenceSource, Question } from '@cao/contracts';
import { STRENGTH, type Evidence, type Phase } from './evidence.ts';

export interface Claim {
  readonly source: EvidenceSource;
  readonly rule: string;
  readonly says: string;
  readonly phase: Phase;
  readonly at: number;
  readonly lasting: boolean;
}

/** What we believe a terminal's agent is doing, and because of what. Plain data, stored with the terminal. */
export interface Belief {
  readonly phase: Phase;
  readonly since: number;
  readonly decidedBy: Claim;
  readonly question: Question | null;
  /** The last word of each source. */
  readonly claims: Readonly<Partial<Record<EvidenceSource, Claim>>>;
  /** The turn has ended, the prompt is not back yet. */
  readonly settling: boolean;
  /** The title or the screen has shown this phase since it began. */
  readonly shown: boolean;
  /** A weaker source that has disagreed since `since`; it wins when it goes on long enough. */
  readonly held: { readonly claim: Claim; readonly since: number } | null;
}

export function initialBelief(at: number): Belief {
  const claim: Claim = {
    source: 'own',
    rule: 'launch',
    says: 'the program was started',
    phase: 'starting',
    at,
    lasting: false,
  };
  return {
    phase: 'starting',
    since: at,
    decidedBy: claim,
    question: null,
    claims: {},
    settling: false,
    shown: false,
    held: null,
  };
}

export function claimOf(evidence: Evidence): Claim {
  return {
    source: evidence.source,
    rule: evidence.rule,
    says: evidence.says,
    phase: evidence.phase,
    at: evidence.at,
    lasting: evidence.lasting ?? false,
  };
}

export function toRecord(claim: Claim, effect: EvidenceRecord['effect']): EvidenceRecord {
  return {
    at: new Date(claim.at).toISOString(),
    source: claim.source,
    strength: STRENGTH[claim.source],
    rule: claim.rule,
    says: claim.says,
    effect,
  };
}

/** Claims that disagree with the belief right now, strongest first. */
export function contradictions(belief: Belief): readonly Claim[] {
  return Object.values(belief.claims)
    .filter((claim) => claim.phase !== belief.phase && (claim.lasting || claim.at >= belief.since))
    .toSorted((a, b) => STRENGTH[b.source] - STRENGTH[a.source]);
}
