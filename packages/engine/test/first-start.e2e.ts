import type { SpawnSpec, TerminalBackend } from '@cao/terminal';
import { expect, test } from 'vitest';
import { bench } from './support.ts';

/** A terminal host that tells of every start before it makes it. */
function telling(
  told: (spec: SpawnSpec) => Promise<SpawnSpec> | SpawnSpec,
): (real: TerminalBackend) => TerminalBackend {
  return (real) => ({ ...real, spawn: async (spec) => real.spawn(await told(spec)) });
}

test('the first start of a CLI is alone: two at once would both set up what it keeps in the person’s home', async () => {
  const started: string[] = [];
  const readyBefore: boolean[] = [];
  let bothStarted = () => {};
  const both = new Promise<void>((resolve) => (bothStarted = resolve));
  const told = async (spec: SpawnSpec) => {
    readyBefore.push(started.every((id) => on.engine.terminals.get(id).ready));
    started.push(spec.id);
    if (started.length === 3) bothStarted();
    if (started.length > 1) await both;
    return spec;
  };
  await using on = await bench({}, telling(told));

  const flags = '--start-delay 200';
  await Promise.all(['one', 'two', 'three'].map((name) => on.launch(name, flags)));

  expect(readyBefore[1]).toBe(true);
});

test('when the first ends, its last words are the reason, and the next is the first', async () => {
  let starts = 0;
  const told = (spec: SpawnSpec): SpawnSpec => {
    starts += 1;
    return starts > 1
      ? spec
      : { ...spec, argv: ['sh', '-c', 'echo banner; echo; echo the database is locked; exit 3'] };
  };
  await using on = await bench({}, telling(told));

  await Promise.allSettled(['one', 'two'].map((name) => on.launch(name)));

  const terminals = ['cao-one', 'cao-two'].flatMap((name) => on.engine.sessions.get(name).terminals);
  const reasons = terminals.map(({ exit_reason }) => exit_reason).filter((reason) => reason !== null);
  expect(reasons).toEqual([expect.stringMatching(/ended with exit code 3: the database is locked$/)]);
  expect(terminals.filter(({ ready }) => ready)).toHaveLength(1);
});
