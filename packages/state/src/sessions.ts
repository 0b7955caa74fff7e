import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { CaoError } from '@cao/contracts';
import type { Database } from './database.ts';
import type { SessionRepository } from './port.ts';
import { sessions } from './schema.ts';
import { createUpdate, slotsOf } from './slots.ts';
import { isUniqueViolation } from './unique.ts';

export function createSessions(db: Database): SessionRepository {
  const { id: _id, deletedAt: _deletedAt, ...values } = slotsOf(sessions);
  const insert = db.insert(sessions).values(values).returning().prepare();
  const live = isNull(sessions.deletedAt);
  const byId = db
    .select()
    .from(sessions)
    .where(eq(sessions.id, sql.placeholder('id')))
    .prepare();
  const byName = db
    .select()
    .from(sessions)
    .where(and(eq(sessions.name, sql.placeholder('name')), live))
    .prepare();
  const list = db.select().from(sessions).where(live).orderBy(asc(sessions.id)).prepare();
  const update = createUpdate(db, sessions);

  return {
    insert(record) {
      try {
        return insert.get({ ...record });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new CaoError('conflict', `Session '${record.name}' already exists.`, {
          hint: 'Choose another name, or shut the existing session down first.',
          cause: error,
        });
      }
    },
    byName: (name) => byName.get({ name }),
    byId: (id) => byId.get({ id }),
    list: () => list.all(),
    markDeleted: (id, at) => update(id, { deletedAt: at }),
  };
}
