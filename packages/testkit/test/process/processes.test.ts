import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { cleanEnv, descendants, eventually, isAlive, processesWithEnv, run } from '../../src/index.ts';

const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0)) process.kill(-pid, 'SIGKILL');
});

test('descendants are found at any depth, and orphans by a variable of their environment', async () => {
  const env = cleanEnv({ CAO_HOME_DIR: `/nowhere/${process.pid}` });
  const child = spawn('sh', ['-c', 'sh -c "sleep 601 & sleep 602 & echo ready; wait" & wait'], { env, detached: true });
  started.push(child.pid!);
  await once(child.stdout, 'data');
  // A forked shell carries its parent's command until it has become the new program.
  const below = await eventually(() => {
    const found = descendants(child.pid!);
    expect(found.map(({ command }) => command).sort()).toEqual([
      'sh -c sleep 601 & sleep 602 & echo ready; wait',
      'sleep 601',
      'sleep 602',
    ]);
    return found;
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(child.pid!)).toBe(false);
  expect(descendants(child.pid!)).toEqual([]);
  const orphans = processesWithEnv('CAO_HOME_DIR', `/nowhere/${process.pid}`);
  expect(new Set(orphans.map(({ pid }) => pid))).toEqual(new Set(below.map(({ pid }) => pid)));
  expect(processesWithEnv('CAO_HOME_DIR', `/nowhere/${process.pid}0`)).toEqual([]);
});

test('run gives back what a program said and how it ended', async () => {
  const result = await run('sh', ['-c', 'cat; echo no >&2; exit 3'], { env: cleanEnv(), input: 'in', timeoutMs: 5000 });
  expect(result).toEqual({ code: 3, signal: null, stdout: 'in', stderr: 'no\n' });
});

test('run kills a program that takes too long and says what it had said', async () => {
  const hanging = run('sh', ['-c', 'echo so far; exec sleep 600'], { env: cleanEnv(), timeoutMs: 200 });
  await expect(hanging).rejects.toThrow(/did not end within 200 ms; it said:\nso far/);
});
