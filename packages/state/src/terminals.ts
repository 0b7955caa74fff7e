import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { TerminalRepository } from './port.ts';
import { terminals } from './schema.ts';
import { createUpdate, slotsOf } from './slots.ts';

export function createTerminals(db: Database): TerminalRepository {
  const slots = slotsOf(terminals);
  const seq = sql`(select coalesce(max(seq), 0) + 1 from terminals where session_id = ${slots.sessionId})`;
  const insert = db
    .insert(terminals)
    .values({ ...slots, seq })
    .returning()
    .prepare();
  const live = isNull(terminals.deletedAt);
  const byId = eq(terminals.id, sql.placeholder('id'));
  const get = db.select().from(terminals).where(and(byId, live)).prepare();
  const find = db.select().from(terminals).where(byId).prepare();
  const listBySession = db
    .select()
    .from(terminals)
    .where(and(eq(terminals.sessionId, sql.placeholder('sessionId')), live))
    .orderBy(asc(terminals.seq))
    .prepare();
  const listLive = db
    .select()
    .from(terminals)
    .where(live)
    .orderBy(asc(terminals.sessionId), asc(terminals.seq))
    .prepare();
  const update = createUpdate(db, terminals);

  return {
    insert: (record) => insert.get({ ...record }),
    get: (id) => get.get({ id }),
    find: (id) => find.get({ id }),
    listBySession: (sessionId) => listBySession.all({ sessionId }),
    listLive: () => listLive.all(),
    update,
    markDeleted: (id, at) => update(id, { deletedAt: at }),
  };
}
