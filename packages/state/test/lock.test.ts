import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { acquireLock } from '../src/index.ts';
import { tempFolder } from './support.ts';

test('a lock has one holder at a time', () => {
  const path = join(tempFolder(), 'server.lock');
  const lock = acquireLock(path);
  expect(lock).toBeDefined();
  expect(acquireLock(path)).toBeUndefined();
  // A failed attempt must not have taken the lock from its holder.
  expect(acquireLock(path)).toBeUndefined();

  lock!.release();
  const next = acquireLock(path);
  expect(next).toBeDefined();

  // The old handle is spent: releasing it again leaves the new holder alone.
  lock!.release();
  expect(acquireLock(path)).toBeUndefined();
  next!.release();
});

test('different files are different locks, private to the user', () => {
  const folder = tempFolder();
  const locks = ['a.lock', 'b.lock'].map((name) => acquireLock(join(folder, name)));
  expect(locks).not.toContain(undefined);
  expect(statSync(join(folder, 'a.lock')).mode & 0o777).toBe(0o600);
  for (const lock of locks) lock!.release();
});
