import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { startStage, type Stage } from './stage.ts';

/** The model tries what its profile does not allow; whether it may must not depend on the model. */
describe.each(CASES)('tools of $kind, $age version', ({ age, kind }) => {
  let stage: Stage;
  let terminal: string;

  beforeAll(async () => {
    stage = await startStage({ age, kinds: [kind] });
    terminal = (await stage.launch(kind, 'reader', { profile: `${kind}_reader` })).id;
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test.each([
    ['shell', { command: 'touch forbidden' }],
    ['write', { path: 'forbidden', content: 'x' }],
  ])(
    'a profile that only reads gets nothing done with %s',
    async (tool, input) => {
      const turn = await stage.ask(terminal, `TOOL:${tool}:${JSON.stringify(input)}\nSAY:over`);
      expect(turn.ended_at).not.toBeNull();
      expect(existsSync(join(stage.home.cwd, 'forbidden'))).toBe(false);
      expect((await stage.client.terminals.get(terminal)).question).toBeNull();
    },
    180_000,
  );
});
