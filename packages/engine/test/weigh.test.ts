import { describe, expect, test } from 'vitest';
import { contradictions, initialBelief, type Belief } from '../src/evidence/belief.ts';
import type { Evidence } from '../src/evidence/evidence.ts';
import { statusOf } from '../src/evidence/status.ts';
import {
  HOLD_AFTER_INPUT_MS,
  HOLD_AT_START_MS,
  HOLD_MS,
  HOLD_UNTIL_DRAWN_MS,
  LASTING_BLOCK_MS,
  UNSHOWN_BLOCK_MS,
  forget,
  weigh,
} from '../src/evidence/weigh.ts';

type Piece = Pick<Evidence, 'source' | 'phase' | 'at'> & Partial<Evidence>;

function see(belief: Belief, piece: Piece) {
  return weigh(belief, { rule: `${piece.source} rule`, says: `${piece.source} says ${piece.phase}`, ...piece });
}

function believe(...pieces: Piece[]): Belief {
  return pieces.reduce((belief, piece) => see(belief, piece).belief, initialBelief(0));
}

const READY: Piece = { source: 'screen', phase: 'ready', at: 100, lasting: true };

describe('at start', () => {
  test('the screen makes an agent ready', () => {
    expect(believe(READY).phase).toBe('ready');
  });

  test('a state file that says ready waits for the screen, but not for ever', () => {
    const early = see(initialBelief(0), { source: 'signal', phase: 'ready', at: 100, lasting: true });
    expect(early).toMatchObject({ belief: { phase: 'starting' }, wakeAt: 100 + HOLD_AT_START_MS });
    const later = see(early.belief, { source: 'signal', phase: 'ready', at: 100 + HOLD_AT_START_MS, lasting: true });
    expect(later.belief.phase).toBe('ready');
  });

  test('a question at start is a question', () => {
    expect(believe({ source: 'screen', phase: 'waiting', at: 50 }).phase).toBe('waiting');
  });
});

describe('strength', () => {
  test('a hook beats the screen', () => {
    expect(believe(READY, { source: 'signal', phase: 'busy', at: 200 }).phase).toBe('busy');
  });

  test('a ready screen does not end a turn that a hook began, unless it stays', () => {
    const busy = believe(READY, { source: 'signal', phase: 'busy', at: 200 });
    const first = see(busy, { ...READY, at: 300 });
    expect(first).toMatchObject({ effect: 'outweighed', belief: { phase: 'busy' }, wakeAt: 300 + HOLD_MS });
    const between = see(first.belief, { ...READY, at: 300 + HOLD_MS - 1 });
    expect(between.belief.phase).toBe('busy');
    expect(see(between.belief, { ...READY, at: 300 + HOLD_MS }).belief.phase).toBe('ready');
  });

  test('work seen in between starts the hold anew', () => {
    const busy = believe(READY, { source: 'signal', phase: 'busy', at: 200 }, { ...READY, at: 300 });
    const worked = see(busy, { source: 'screen', phase: 'busy', at: 600, lasting: true });
    expect(see(worked.belief, { ...READY, at: 300 + HOLD_MS }).belief.phase).toBe('busy');
  });

  test('a title that still says busy keeps a ready screen from winning, for a while', () => {
    const busy = believe(READY, { source: 'title', phase: 'busy', at: 200, lasting: true });
    const held = see(busy, { ...READY, at: 300 }).belief;
    expect(see(held, { ...READY, at: 300 + HOLD_MS }).belief.phase).toBe('busy');
    expect(see(held, { ...READY, at: 200 + LASTING_BLOCK_MS }).belief.phase).toBe('ready');
  });

  test('a screen that has not shown the work yet is the one from before it, and keeps longer from winning', () => {
    const began: Piece[] = [
      READY,
      { source: 'own', phase: 'busy', at: 200 },
      { source: 'signal', phase: 'busy', at: 300, lasting: true },
    ];
    const unshown = believe(...began, { ...READY, at: 400 });
    expect(see(unshown, { ...READY, at: 300 + LASTING_BLOCK_MS }).belief.phase).toBe('busy');
    expect(see(unshown, { ...READY, at: 300 + UNSHOWN_BLOCK_MS }).belief.phase).toBe('ready');
    const shown = believe(...began, { source: 'screen', phase: 'busy', at: 350, lasting: true }, { ...READY, at: 400 });
    expect(see(shown, { ...READY, at: 300 + LASTING_BLOCK_MS }).belief.phase).toBe('ready');
  });

  test('news older than the decision does not undo it', () => {
    const typed = believe(READY, { source: 'own', phase: 'busy', at: 500 });
    expect(see(typed, { source: 'signal', phase: 'ready', at: 400, lasting: true }).belief.phase).toBe('busy');
  });

  test('the end of the process is final', () => {
    const gone = believe(READY, { source: 'process', phase: 'exited', at: 200 });
    expect(see(gone, { source: 'signal', phase: 'ready', at: 300 }).belief.phase).toBe('exited');
  });
});

describe('waiting', () => {
  test('a dialog on the screen wins over any hook', () => {
    const busy = believe(READY, { source: 'signal', phase: 'busy', at: 200 });
    expect(see(busy, { source: 'screen', phase: 'waiting', at: 210 }).belief.phase).toBe('waiting');
  });

  test('the screen supplies the question that a hook only announced', () => {
    const asked = believe(READY, { source: 'signal', phase: 'waiting', at: 200 });
    const question = { kind: 'permission' as const, text: 'Run it?', options: [] };
    expect(see(asked, { source: 'screen', phase: 'waiting', at: 210, question }).belief.question).toEqual(question);
  });
});

describe('after input', () => {
  test('the ready screen of before means nothing at first', () => {
    const typed = believe(READY, { source: 'own', phase: 'busy', at: 200 });
    const stale = see(typed, { ...READY, at: 210 });
    expect(stale.belief.phase).toBe('busy');
    expect(stale.wakeAt).toBe(210 + HOLD_AFTER_INPUT_MS);
  });

  test('a turn that ended without its prompt yet becomes ready with the first word of any source', () => {
    const ended = believe(
      READY,
      { source: 'signal', phase: 'busy', at: 200 },
      { source: 'signal', phase: 'busy', settling: true, at: 300 },
    );
    expect(statusOf(ended, { state: 'completed', error: null }).status).toBe('completed');
    expect(see(ended, { ...READY, at: 310 }).belief).toMatchObject({ phase: 'ready', settling: false });
  });
});

describe('what was seen of it counts', () => {
  const typed: Piece = { source: 'own', phase: 'busy', at: 200 };

  test('once the screen has shown work, the prompt on it ends the work at once', () => {
    const working = believe(READY, typed, { source: 'screen', phase: 'busy', at: 300, lasting: true });
    expect(see(working, { ...READY, at: 400 }).belief.phase).toBe('ready');
    const unseen = believe(READY, typed);
    expect(see(unseen, { ...READY, at: 400 }).belief.phase).toBe('busy');
  });

  test('where the CLI reports, work on the screen may still be that of the turn before', () => {
    const over: Piece = { source: 'signal', phase: 'ready', at: 150, lasting: true };
    const typing = believe(READY, over, typed, { source: 'screen', phase: 'busy', at: 300, lasting: true });
    expect(typing.decidedBy.source).toBe('own');
    expect(see(typing, { ...READY, at: 400 }).belief.phase).toBe('busy');
  });

  test('the end of a turn that is told late beats the work that is still drawn, unless it is of the time before the input', () => {
    const told: Piece = { source: 'signal', phase: 'waiting', at: 300 };
    const drawn: Piece = { source: 'screen', phase: 'waiting', at: 310, lasting: true };
    const work: Piece = { source: 'screen', phase: 'busy', at: 500, lasting: true };
    const refused = believe(READY, typed, told, drawn, work);
    expect(see(refused, { source: 'signal', phase: 'ready', at: 450 }).belief.phase).toBe('ready');
    expect(see(refused, { source: 'signal', phase: 'ready', at: 190 }).belief.phase).toBe('busy');
  });

  test('a question that was drawn is answered when something else is drawn; one that only a hook told of is not', () => {
    const told: Piece = { source: 'signal', phase: 'waiting', at: 300 };
    const work: Piece = { source: 'screen', phase: 'busy', at: 500, lasting: true };
    const drawn = believe(READY, typed, told, { source: 'screen', phase: 'waiting', at: 400, lasting: true });
    expect(see(drawn, work).belief.phase).toBe('busy');
    expect(see(believe(READY, typed, told), work).belief.phase).toBe('waiting');
  });

  test('a question that a hook told of waits until it is drawn, but not for ever', () => {
    const told = believe(READY, typed, { source: 'signal', phase: 'waiting', at: 300 });
    const work: Piece = { source: 'screen', phase: 'busy', at: 310, lasting: true };
    const held = see(told, work);
    expect(held).toMatchObject({ belief: { phase: 'waiting' }, wakeAt: 310 + HOLD_UNTIL_DRAWN_MS });
    expect(see(held.belief, { ...work, at: 310 + HOLD_UNTIL_DRAWN_MS }).belief.phase).toBe('busy');
  });

  test('a title that says nothing any more leaves the word to the screen', () => {
    const busy = believe(READY, typed, { source: 'title', phase: 'busy', at: 300, lasting: true });
    expect(see(busy, { ...READY, at: 400 }).belief.phase).toBe('busy');
    expect(see(forget(busy, 'title'), { ...READY, at: 400 }).belief.phase).toBe('ready');
    expect(forget(busy, 'signal')).toBe(busy);
  });
});

test('contradictions are shown', () => {
  const busy = believe(
    READY,
    { source: 'title', phase: 'ready', at: 150, lasting: true },
    { source: 'signal', phase: 'busy', at: 200 },
  );
  expect(contradictions(busy).map(({ source }) => source)).toEqual(['title', 'screen']);
});

describe('status', () => {
  const ready = believe(READY);
  test.each([
    [undefined, 'idle'],
    ['completed', 'completed'],
    ['failed', 'error'],
    ['interrupted', 'idle'],
    ['lost', 'idle'],
    ['submitted', 'processing'],
  ] as const)('at the prompt after a turn that is %s: %s', (state, status) => {
    expect(statusOf(ready, state && { state, error: null }).status).toBe(status);
  });

  test('an exited agent is an error with the reason', () => {
    const gone = believe({ source: 'process', phase: 'exited', at: 1, says: 'ended with exit code 3' });
    expect(statusOf(gone, undefined)).toEqual({ status: 'error', reason: 'ended with exit code 3' });
  });
});
