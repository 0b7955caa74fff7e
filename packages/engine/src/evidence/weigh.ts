import type { EvidenceSource } from '@cao/contracts';
import { STRENGTH, type Evidence } from './evidence.ts';
import { claimOf, type Belief, type Claim } from './belief.ts';

/**
 * How long a weaker source must go on contradicting a stronger one before it wins. Hooks can fail to fire (an interrupt, an API
 * error), so nothing strong may latch for ever; but a screen between two frames may look ready for a moment.
 */
export const HOLD_MS = 700;
/** A hook tells of a question up to 0.9 s before it is drawn, and then the screen still shows the work. */
export const HOLD_UNTIL_DRAWN_MS = 1500;
/** After we typed, a ready screen may simply be the one from before: it must stay ready this long to mean that nothing happened. */
export const HOLD_AFTER_INPUT_MS = 1500;
/** A screen we cannot read may be a new version's prompt: what the CLI reports wins after this time. */
export const HOLD_AT_START_MS = 5000;
/** A lasting claim (title, state file) of a stronger source blocks a weaker one, but not for ever. */
export const LASTING_BLOCK_MS = 10_000;
/** Some CLIs draw a prompt of tens of kilobytes for half a minute. A screen that has shown nothing of the work yet is the one from before. */
export const UNSHOWN_BLOCK_MS = 60_000;

export interface Verdict {
  readonly belief: Belief;
  readonly effect: 'decided' | 'confirmed' | 'outweighed' | 'held';
  /** Look again at this time: the held claim may win then. */
  readonly wakeAt?: number;
}

/** Weighs one piece of evidence against the belief. Pure: stronger wins, newer beats older of equal strength, waiting is never talked over. */
export function weigh(belief: Belief, evidence: Evidence): Verdict {
  const claim = claimOf(evidence);
  const claims = { ...belief.claims, [claim.source]: claim };
  const noted: Belief = { ...belief, claims };
  if (belief.phase === 'exited') return { belief, effect: 'outweighed' };
  if (claim.phase === 'exited') return decide(noted, evidence, claim);
  if (claim.phase === belief.phase && belief.settling === (evidence.settling ?? false))
    return confirm(noted, evidence, claim);
  if (mayDecide(noted, claim)) return decide(noted, evidence, claim);
  return hold(noted, evidence, claim);
}

/** What a source said is no longer so, and it says nothing else: what is left is what weaker ones tell. */
export function forget(belief: Belief, source: EvidenceSource): Belief {
  const { [source]: forgotten, ...claims } = belief.claims;
  if (forgotten === undefined) return belief;
  const { decidedBy } = belief;
  return { ...belief, claims, decidedBy: decidedBy.source === source ? { ...decidedBy, source: 'screen' } : decidedBy };
}

function mayDecide(belief: Belief, claim: Claim): boolean {
  // A dialog on the screen owns the keyboard whatever the last hook said: typing into it would press a button.
  if (claim.phase === 'waiting') return true;
  // We know what we did.
  if (claim.source === 'own') return true;
  // The question was on the screen and something else is there now: somebody answered it.
  if (belief.phase === 'waiting' && claim.phase === 'busy' && belief.shown && isDrawn(claim)) return true;
  // Only a program that was seen to be up can be starting again; a splash in the scrollback is not news.
  if (claim.phase === 'starting') return false;
  // A state file may say idle while a start-up dialog covers the prompt.
  if (belief.phase === 'starting') return claim.source === 'screen' || claim.phase !== 'ready';
  if (claim.at < knownSince(belief)) return false;
  if (belief.settling && claim.phase === 'ready') return true;
  return STRENGTH[claim.source] >= STRENGTH[belief.decidedBy.source];
}

/** A report read late tells of the time before this. A screen may go on showing work that is over, so what it shows makes no report old. */
function knownSince({ phase, decidedBy, claims }: Belief): number {
  return phase === 'busy' && isDrawn(decidedBy) ? (claims.own?.at ?? 0) : decidedBy.at;
}

function decide(belief: Belief, evidence: Evidence, claim: Claim): Verdict {
  return {
    effect: 'decided',
    belief: {
      ...belief,
      phase: claim.phase,
      since: claim.phase === belief.phase ? belief.since : claim.at,
      decidedBy: claim,
      question: evidence.question ?? null,
      settling: evidence.settling ?? false,
      shown: isShown(belief, claim),
      held: null,
    },
  };
}

function confirm(belief: Belief, evidence: Evidence, claim: Claim): Verdict {
  const stronger = STRENGTH[claim.source] >= STRENGTH[belief.decidedBy.source];
  // What we did is known once; from then on counts what is seen of it. Where the CLI reports, it may still be the work before.
  const seen = belief.decidedBy.source === 'own' && belief.claims.signal === undefined;
  const question = evidence.phase === 'waiting' ? (evidence.question ?? belief.question) : null;
  return {
    effect: 'confirmed',
    belief: {
      ...belief,
      question,
      decidedBy: stronger || seen ? claim : belief.decidedBy,
      shown: isShown(belief, claim),
      held: null,
    },
  };
}

/** What we typed begins anew. */
function isShown(belief: Belief, claim: Claim): boolean {
  return isDrawn(claim) || (claim.source !== 'own' && claim.phase === belief.phase && belief.shown);
}

function isDrawn({ source }: Claim): boolean {
  return source === 'title' || source === 'screen';
}

function hold(belief: Belief, evidence: Evidence, claim: Claim): Verdict {
  const same = belief.held?.claim.phase === claim.phase;
  const since = same && belief.held ? belief.held.since : claim.at;
  const needed = holdOf(belief);
  const blockedUntil = blockedBy(belief, claim);
  const winsAt = Math.max(since + needed, blockedUntil);
  if (claim.at >= winsAt) return decide(belief, evidence, claim);
  return { effect: same ? 'held' : 'outweighed', belief: { ...belief, held: { claim, since } }, wakeAt: winsAt };
}

function holdOf({ phase, decidedBy, shown }: Belief): number {
  if (phase === 'starting') return HOLD_AT_START_MS;
  if (phase === 'waiting' && !shown) return HOLD_UNTIL_DRAWN_MS;
  return decidedBy.source === 'own' ? HOLD_AFTER_INPUT_MS : HOLD_MS;
}

/** Until when a stronger source that still says what we believe keeps a weaker claim from winning. */
function blockedBy(belief: Belief, claim: Claim): number {
  let until = 0;
  const span = belief.phase === 'busy' && !belief.shown ? UNSHOWN_BLOCK_MS : LASTING_BLOCK_MS;
  for (const other of Object.values(belief.claims)) {
    if (!other.lasting || other.phase !== belief.phase) continue;
    if (STRENGTH[other.source] > STRENGTH[claim.source]) until = Math.max(until, other.at + span);
  }
  return until;
}
