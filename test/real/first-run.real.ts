import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLIS } from '@cao/testkit';
import { expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { isKept } from './kept.ts';
import { say, startStage } from './stage.ts';

test.each(CASES)(
  'R7: a home in which nothing was answered: $kind, $age version',
  async ({ age, kind }) => {
    await using stage = await startStage({ age, kinds: [kind], state: 'first-run' });
    const settings = join(stage.home.home, CLIS[kind].settings);
    const before = await readFile(settings, 'utf8');
    const terminal = await stage.launch(kind, 'first');
    expect(terminal).toMatchObject({ status: 'idle', ready: true });
    expect((await stage.ask(terminal.id, say('first words'))).reply).toBe('first words');
    await stage.client.sessions.remove('cao-first');
    expect(isKept(before, await readFile(settings, 'utf8'))).toBe(true);
  },
  180_000,
);
