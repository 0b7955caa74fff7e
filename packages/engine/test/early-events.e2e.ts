import type { TerminalBackend, TerminalEvent } from '@cao/terminal';
import { expect, test } from 'vitest';
import { bench } from './support.ts';

type Until = (real: TerminalBackend, id: string, told: ReadonlySet<TerminalEvent['type']>) => Promise<boolean>;

/** A terminal host whose answer to a start comes late: everything the program does first happens before anybody listens. */
function slowToAnswer(until: Until): (real: TerminalBackend) => TerminalBackend {
  return (real) => ({
    ...real,
    async spawn(spec) {
      const told = new Set<TerminalEvent['type']>();
      const stop = real.on((event) => void (event.id === spec.id && told.add(event.type)));
      const facts = await real.spawn(spec);
      await expect.poll(() => until(real, spec.id, told), { timeout: 20_000, interval: 20 }).toBe(true);
      stop();
      return facts;
    },
  });
}

test('a prompt that was drawn before anybody listened is seen', async () => {
  const drawn: Until = async (real, id, told) => {
    const { lines } = await real.snapshot(id);
    return told.has('settled') && lines.some((line) => line.includes('mock_cli · ready'));
  };
  await using on = await bench({}, slowToAnswer(drawn));
  expect(await on.launch('early')).toMatchObject({ ready: true });
});

test('so is the end of a program', async () => {
  const dead: Until = async (real, id, told) => {
    await real.signal(id, 'SIGKILL');
    return told.has('exit');
  };
  await using on = await bench({}, slowToAnswer(dead));
  const terminal = await on.engine.sessions.create({
    agent_profile: 'developer',
    provider: 'mock_cli',
    session_name: 'dead',
  });
  await expect
    .poll(() => on.engine.terminals.get(terminal.id).exit_reason, { timeout: 20_000 })
    .toContain('was killed');
});
