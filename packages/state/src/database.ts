import { BetterSQLiteSession } from 'drizzle-orm/better-sqlite3/session';
import { BaseSQLiteDatabase, SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import type { RunResult } from 'better-sqlite3';
import type { Sqlite } from './native.ts';

export type Database = BaseSQLiteDatabase<'sync', RunResult>;

/** The query builder over an open connection. Built from its parts, since drizzle's own driver file loads better-sqlite3 itself. */
export function createDatabase(sqlite: Sqlite): Database {
  const dialect = new SQLiteSyncDialect();
  const session = new BetterSQLiteSession<Record<string, never>, Record<string, never>>(sqlite, dialect, undefined);
  return new BaseSQLiteDatabase('sync', dialect, session, undefined);
}
