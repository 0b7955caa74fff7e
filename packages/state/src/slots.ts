import { eq, getTableColumns, sql, type Column, type DriverValueEncoder, type SQL } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database } from './database.ts';

type Slots<T extends SQLiteTable> = { [K in keyof T['_']['columns']]: SQL };

/** One placeholder per column, named like its property: the values of a prepared insert or update. */
export function slotsOf<T extends SQLiteTable>(table: T): Slots<T> {
  const columns = Object.entries(getTableColumns(table));
  return Object.fromEntries(columns.map(([name, column]) => [name, slot(name, column)])) as Slots<T>;
}

/** `update(id, patch)` with one prepared statement per set of columns; call sites are few, so are the statements. */
export function createUpdate(db: Database, table: SQLiteTable & { id: AnySQLiteColumn }) {
  const slots: Record<string, SQL> = slotsOf(table);
  const statements = new Map<string, { run(values: Record<string, unknown>): unknown }>();

  return (id: string | number, patch: Record<string, unknown>): void => {
    const names = Object.keys(patch)
      .filter((name) => name !== 'id' && name in slots && patch[name] !== undefined)
      .sort();
    if (names.length === 0) return;
    const key = names.join();
    let statement = statements.get(key);
    if (statement === undefined) {
      const set = Object.fromEntries(names.map((name) => [name, slots[name]])) as never;
      statement = db
        .update(table)
        .set(set)
        .where(eq(table.id, sql.placeholder('id')))
        .prepare();
      statements.set(key, statement);
    }
    statement.run({ ...patch, id });
  };
}

/** A placeholder that keeps null as NULL; drizzle's own would store the JSON text `null`. */
function slot(name: string, column: Column): SQL {
  const encoder: DriverValueEncoder<unknown, unknown> = {
    mapToDriverValue: (value) => (value === null ? null : column.mapToDriverValue(value)),
  };
  return sql`${sql.param(sql.placeholder(name), encoder)}`;
}
