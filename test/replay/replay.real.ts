import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barOf, screenBarOf } from './bars.ts';
import { limitOf } from './limit.ts';
import { recordings } from './recordings.ts';
import { startStage, type Played, type Stage } from './stage.ts';
import { tableRow } from './table.ts';

/** The longest recording has eighty seconds, and all are played at once. */
const LIMIT_MS = 150_000;

const { REPLAY_ONLY: only = '', REPLAY_TABLE: table } = process.env;
const RECORDINGS = recordings().filter(({ name }) => name.startsWith(only));

describe.each([
  { sources: 'with all sources', mode: 'all' as const },
  { sources: 'with the screen alone', mode: 'screen' as const },
])('$sources', ({ mode }) => {
  let stage: Stage;
  let played: Map<string, Promise<Played>>;

  beforeAll(async () => {
    stage = await startStage(RECORDINGS);
    const play = (recording: (typeof RECORDINGS)[number]) => stage.play(recording, { reports: mode === 'all' });
    played = new Map(RECORDINGS.map((recording) => [recording.name, play(recording)]));
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test.each(RECORDINGS)(
    '$name: the status is right, no question is missed, and nothing is called completed or idle at work',
    async (recording) => {
      const { name } = recording;
      const score = (await played.get(name)) as Played;
      const limit = mode === 'all' ? 1 : await limitOf(recording);
      if (table !== undefined) console.log(tableRow(name, mode, score, limit));
      expect(score).toMatchObject({ falseCompleted: [], falseIdle: [], missedWaiting: [], refused: [] });
      expect(score.right).toBeGreaterThanOrEqual(mode === 'all' ? barOf(name) : screenBarOf(limit));
    },
    LIMIT_MS,
  );
});
