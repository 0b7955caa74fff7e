import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMemoryIndex, type IndexedMemory } from '../src/index.ts';
import { loadSqlite } from '../src/native.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cao-index-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const memory = (key: string, content: string, updatedAt = 0): IndexedMemory => ({
  folder: 'a/wiki/project',
  key,
  stamp: '1',
  type: 'project',
  tags: '',
  content,
  folded: content.toLowerCase(),
  createdAt: 0,
  updatedAt,
});
const here = { folders: ['a/wiki/project'], limit: 10 };

test('a row is replaced by its next version and gone with its file, its words too', () => {
  const index = openMemoryIndex(join(folder, 'index.sqlite'));
  index.update('a/wiki/project', { put: [memory('one', 'Grün und gelb'), memory('two', 'blau', 1)], remove: [] });
  index.update('a/wiki/project', { put: [{ ...memory('one', 'rot'), stamp: '2' }], remove: ['two'] });
  expect(index.stamps('a/wiki/project')).toEqual(new Map([['one', '2']]));
  expect(index.ranked(['gelb', 'blau'], here)).toEqual([]);
  expect(index.ranked(['rot'], here).map(({ key }) => key)).toEqual(['one']);
  expect(index.ranked(['rot'], { ...here, folders: ['b/wiki/project'] })).toEqual([]);
  index.close();
});

test('words mean themselves, whatever they would mean in a query; accents do not matter', () => {
  const index = openMemoryIndex(join(folder, 'index.sqlite'));
  index.update('a/wiki/project', { put: [memory('one', 'Grün NEAR "Haus"')], remove: [] });
  for (const word of ['near', 'grun', '"', 'or*', 'key:one', '^haus'])
    expect(() => index.ranked([word], here)).not.toThrow();
  expect(index.ranked(['grun'], here)).toHaveLength(1);
  expect(index.containing(['"haus"', 'grün'], here)).toHaveLength(1);
  index.close();
});

test('an index of another layout is made anew', () => {
  const path = join(folder, 'index.sqlite');
  const first = openMemoryIndex(path);
  first.update('a/wiki/project', { put: [memory('one', 'rot')], remove: [] });
  first.close();
  const Sqlite = loadSqlite();
  const sqlite = new Sqlite(path);
  sqlite.exec('drop table memories; create table memories (other text); pragma user_version = 99');
  sqlite.close();
  const second = openMemoryIndex(path);
  expect(second.stamps('a/wiki/project').size).toBe(0);
  second.update('a/wiki/project', { put: [memory('one', 'rot')], remove: [] });
  expect(second.ranked(['rot'], here)).toHaveLength(1);
  second.close();
});
