import type { TerminalBackend, TerminalEvent } from '@cao/terminal';
import { expect, test } from 'vitest';
import { bench } from './support.ts';

const PATIENCE = { timeout: 20_000, interval: 20 };

test('text that runs through the screen of an agent at work is not looked at, anything else is', async () => {
  const looks: string[] = [];
  let tell = (_event: TerminalEvent): void => {};
  const wrap = (real: TerminalBackend): TerminalBackend => ({
    ...real,
    snapshot(id) {
      looks.push(id);
      return real.snapshot(id);
    },
    on(listener) {
      tell = listener;
      return real.on(listener);
    },
  });
  await using on = await bench({}, wrap);
  const { id } = await on.launch('passing');
  const looksAt = (passing: boolean): number => {
    const before = looks.length;
    tell({ type: 'settled', id, at: Date.now(), revision: 1, flowing: true, passing });
    return looks.length - before;
  };
  // A look that is under way when news comes is repeated later, so one try may see nothing.
  await expect.poll(() => looksAt(true), PATIENCE).toBe(1);
  await on.engine.terminals.input(id, { message: 'THINK 60' });
  // That the agent works must have been seen once.
  const seen = async () => (await on.engine.terminals.explain(id)).recent.find(({ source }) => source === 'screen');
  await expect.poll(seen, PATIENCE).toMatchObject({ rule: 'footer says working' });
  expect(Array.from({ length: 20 }, () => looksAt(true))).toEqual(Array(20).fill(0));
  await expect.poll(() => looksAt(false), PATIENCE).toBe(1);
});
