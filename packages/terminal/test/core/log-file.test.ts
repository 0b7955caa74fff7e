import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LogFile } from '../../src/core/log-file.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cao-log-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a log goes on where the file ended', async () => {
  const path = join(directory, 'deep', 'a.log');
  const first = new LogFile(path, { onStuck: () => {} });
  first.append(Buffer.from('one'));
  first.close();
  const second = new LogFile(path, { onStuck: () => {} });
  expect(second.size).toBe(3);
  second.append(Buffer.from('two'));
  expect((await second.read(1, 4)).toString()).toBe('netw');
  expect((await second.read(6, 4)).toString()).toBe('');
  expect(second.tail(2).toString()).toBe('wo');
  second.close();
  expect(readFileSync(path, 'utf8')).toBe('onetwo');
});

test('a full disk makes the log wait and loses nothing', async () => {
  const path = join(directory, 'a.log');
  writeFileSync(path, '');
  const told: boolean[] = [];
  let room = 4;
  let flowing = (): void => {};
  const flows = new Promise<void>((resolve) => (flowing = resolve));
  const log = new LogFile(path, {
    retryMs: 5,
    onStuck: (stuck) => {
      told.push(stuck);
      if (!stuck) flowing();
    },
    write(fd, bytes, offset) {
      if (room === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      const written = writeSync(fd, bytes, offset, Math.min(room, bytes.length - offset));
      room -= written;
      return written;
    },
  });
  log.append(Buffer.from('abcdef'));
  log.append(Buffer.from('ghi'));
  expect([log.stuck, log.size, told]).toEqual([true, 4, [true]]);
  room = 100;
  await flows;
  log.append(Buffer.from('jkl'));
  expect([log.stuck, log.size, told]).toEqual([false, 12, [true, false]]);
  expect(readFileSync(path, 'utf8')).toBe('abcdefghijkl');
  log.close();
});
