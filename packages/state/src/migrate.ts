import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { CaoError } from '@cao/contracts';
import type { Sqlite } from './native.ts';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));

/** Throws `state_incompatible` unless the database is empty or was made by a prefix of the migrations known here. Writes nothing. */
export function assertCompatible(sqlite: Sqlite): void {
  pendingMigrations(sqlite);
}

/**
 * Brings the schema up to date in one immediate transaction: it is complete or absent, also when two processes open at once.
 * Foreign keys are off meanwhile, since SQLite changes a table by building it anew; the check at the end replaces them.
 */
export function migrate(sqlite: Sqlite, now: () => number): void {
  sqlite.pragma('foreign_keys = OFF');
  const apply = sqlite.transaction(() => {
    const pending = pendingMigrations(sqlite);
    if (pending.length === 0) return;
    sqlite.exec('create table if not exists migrations (made_at integer primary key, applied_at integer not null)');
    const record = sqlite.prepare('insert into migrations (made_at, applied_at) values (?, ?)');
    for (const migration of pending) {
      for (const statement of migration.sql) sqlite.exec(statement);
      record.run(migration.folderMillis, now());
    }
    const broken = sqlite.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new CaoError('internal', `A migration left ${broken.length} dangling references.`);
  });
  apply.immediate();
  sqlite.pragma('foreign_keys = ON');
}

function pendingMigrations(sqlite: Sqlite) {
  const known = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER });
  const applied = appliedMigrations(sqlite);
  if (applied === undefined) {
    throw new CaoError('state_incompatible', `${sqlite.name} is a database of another program.`, {
      hint: 'Set CAO_HOME_DIR to another folder, or move that file away.',
    });
  }
  if (applied.some((madeAt, index) => known[index]?.folderMillis !== madeAt)) {
    throw new CaoError(
      'state_incompatible',
      `${sqlite.name} was written by a newer CAO, with a schema unknown to this one.`,
      {
        hint: 'Update CAO, or set CAO_HOME_DIR to another folder to start afresh.',
      },
    );
  }
  return known.slice(applied.length);
}

/** When each applied migration was made, in order; undefined for a database that is not empty and not ours. */
function appliedMigrations(sqlite: Sqlite): readonly number[] | undefined {
  const tables = sqlite.prepare(`select name from sqlite_master where type = 'table'`).pluck().all() as string[];
  if (tables.length === 0) return [];
  if (!tables.includes('migrations')) return undefined;
  return sqlite.prepare('select made_at from migrations order by made_at').pluck().all() as number[];
}
