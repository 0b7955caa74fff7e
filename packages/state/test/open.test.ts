import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import { openState } from '../src/index.ts';
import { assertPairing } from '../src/native.ts';
import * as schema from '../src/schema.ts';
import { NOW, addSession, open, tempFolder } from './support.ts';

const incompatible = expect.objectContaining({ code: 'state_incompatible', hint: expect.any(String) });

function change(path: string, statements: string): void {
  const sqlite = new Sqlite(path);
  sqlite.exec(statements);
  sqlite.close();
}

function hash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

test('an empty place becomes a private database with every table', () => {
  const folder = join(tempFolder(), 'new', 'state');
  const path = join(folder, 'cao.db');
  open(path);

  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);

  const sqlite = new Sqlite(path, { readonly: true });
  const tables = sqlite.prepare(`select name from sqlite_master where type = 'table' order by name`).pluck().all();
  expect(tables).toEqual([
    'calls',
    'events',
    'flow_runs',
    'flows',
    'jobs',
    'messages',
    'migrations',
    'plugin_cursors',
    'sessions',
    'sqlite_sequence',
    'terminals',
    'turns',
  ]);
  expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(sqlite.prepare('select distinct applied_at from migrations').pluck().all()).toEqual([NOW]);
  sqlite.close();
});

test('a wider mode of an existing file is narrowed', () => {
  const path = join(tempFolder(), 'cao.db');
  writeFileSync(path, '', { mode: 0o644 });
  open(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('opening again finds what was written and migrates nothing', () => {
  const path = join(tempFolder(), 'cao.db');
  const first = openState({ path, now: () => 1 });
  const session = addSession(first);
  first.close();

  expect(open(path).sessions.list()).toEqual([session]);
  const sqlite = new Sqlite(path, { readonly: true });
  expect(sqlite.prepare('select distinct applied_at from migrations').pluck().all()).toEqual([1]);
  sqlite.close();
});

test('a database of a newer schema is refused and stays as it is', () => {
  const path = join(tempFolder(), 'cao.db');
  openState({ path, now: () => 1 }).close();
  change(path, `insert into migrations values (9999999999999, 1); create table later (id integer)`);
  const before = hash(path);

  expect(() => open(path)).toThrow(incompatible);
  expect(() => open(path)).toThrow(/newer CAO/);
  expect(hash(path)).toBe(before);
});

test('a database of another program is refused and stays as it is', () => {
  const path = join(tempFolder(), 'cao.db');
  change(path, 'create table terminals (id text)');
  const before = hash(path);
  expect(() => open(path)).toThrow(incompatible);
  expect(hash(path)).toBe(before);
});

test('a file that is no database is refused and stays as it is', () => {
  const path = join(tempFolder(), 'cao.db');
  writeFileSync(path, 'this is not a database, but long enough to look like one '.repeat(100));
  const before = hash(path);
  expect(() => open(path)).toThrow(incompatible);
  expect(hash(path)).toBe(before);
});

test('the migrations make exactly the schema', async () => {
  const folder = join(import.meta.dirname, '../migrations/meta');
  const newest = readdirSync(folder)
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1);
  const made = JSON.parse(readFileSync(join(folder, newest!), 'utf8'));
  const wanted = await generateSQLiteDrizzleJson(schema, made.id);
  expect(await generateSQLiteMigration(made, wanted)).toEqual([]);
});

test('a better-sqlite3 that crashes on this Node is refused by its version', () => {
  expect(() => assertPairing('20.20.2', '13.2.0')).toThrow(incompatible);
  expect(() => assertPairing('20.20.2', '13.2.0')).toThrow(/13\.2\.0 does not run on Node 20/);
  expect(() => assertPairing('20.20.2', '12.11.1')).not.toThrow();
  expect(() => assertPairing('22.18.0', '13.2.0')).not.toThrow();
});
