import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { membersOf, readProcessTable, startOf, type ProcessEntry } from '../../src/core/process-tree.ts';

const entry = (pid: number, ppid: number, session: number, start = String(pid)): ProcessEntry => ({
  pid,
  ppid,
  group: session,
  session,
  start,
});

const pids = (entries: readonly ProcessEntry[]): number[] => entries.map(({ pid }) => pid).sort((a, b) => a - b);

test('a tree is the session and all descendants, also those in other sessions', () => {
  const table = [
    entry(1, 0, 1),
    entry(10, 1, 10),
    entry(11, 10, 10),
    entry(12, 11, 12),
    entry(13, 12, 12),
    entry(20, 1, 20),
  ];
  expect(pids(membersOf({ pid: 10, start: '10' }, table))).toEqual([10, 11, 12, 13]);
});

test('what the tree was known to hold is found after its parent ended', () => {
  const known = [entry(10, 1, 10), entry(12, 11, 12), entry(15, 11, 15)];
  const table = [entry(1, 0, 1), entry(12, 1, 12), entry(13, 12, 12), entry(15, 1, 15, 'another')];
  expect(pids(membersOf({ pid: 10, start: '10' }, table, known))).toEqual([12, 13]);
});

test('a number that was given to another process is not the tree', () => {
  const table = [entry(10, 1, 10, 'later'), entry(11, 10, 10)];
  expect(membersOf({ pid: 10, start: '10' }, table)).toEqual([]);
  expect(membersOf({ pid: 10, start: undefined }, table)).toEqual([]);
});

test('the table holds real processes with the start that was noted', async () => {
  const child = spawn('sleep', ['60'], { detached: true });
  const pid = Number(child.pid);
  const [one, two] = await Promise.all([readProcessTable(), readProcessTable()]);
  expect(one).toBe(two);
  expect(one.find((process) => process.pid === pid)).toMatchObject({
    ppid: process.pid,
    session: pid,
    start: startOf(pid),
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect((await readProcessTable()).some((process) => process.pid === pid)).toBe(false);
  expect(startOf(pid)).toBeUndefined();
});
