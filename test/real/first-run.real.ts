import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CLIS } from '@cao/testkit';
import { expect, test } from 'vitest';
import { CASES } from './cases.ts';
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

/** What a person wrote is still there; the CLI itself may add what it remembers. */
function isKept(before: string, after: string): boolean {
  if (!before.trimStart().startsWith('{')) return after.startsWith(before.trimEnd());
  const [was, is] = [before, after].map((text) => JSON.parse(text) as Record<string, unknown>);
  return Object.entries(was ?? {}).every(([key, value]) => isDeepStrictEqual(value, is?.[key]));
}
