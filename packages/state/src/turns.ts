import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { TurnRepository } from './port.ts';
import { turns } from './schema.ts';
import { createUpdate, slotsOf } from './slots.ts';

export function createTurns(db: Database): TurnRepository {
  const slots = slotsOf(turns);
  const seq = sql`(select coalesce(max(seq), 0) + 1 from turns where terminal_id = ${slots.terminalId})`;
  const insert = db
    .insert(turns)
    .values({ ...slots, seq })
    .returning()
    .prepare();
  const ofTerminal = eq(turns.terminalId, sql.placeholder('terminalId'));
  const get = db
    .select()
    .from(turns)
    .where(eq(turns.id, sql.placeholder('id')))
    .prepare();
  const open = db
    .select()
    .from(turns)
    .where(and(ofTerminal, isNull(turns.endedAt)))
    .orderBy(asc(turns.seq))
    .prepare();
  const newest = desc(turns.seq);
  const last = db.select().from(turns).where(ofTerminal).orderBy(newest).limit(1).prepare();
  const lastOf = db
    .select()
    .from(turns)
    .where(and(ofTerminal, eq(turns.origin, sql.placeholder('origin'))))
    .orderBy(newest)
    .limit(1)
    .prepare();
  const lastReplied = db
    .select()
    .from(turns)
    .where(and(ofTerminal, isNotNull(turns.reply)))
    .orderBy(newest)
    .limit(1)
    .prepare();
  const list = db.select().from(turns).where(ofTerminal).orderBy(newest).limit(sql.placeholder('limit')).prepare();

  return {
    insert: (record) => insert.get({ ...record }),
    get: (id) => get.get({ id }),
    update: createUpdate(db, turns),
    open: (terminalId) => open.all({ terminalId }),
    last: (terminalId) => last.get({ terminalId }),
    lastOf: (terminalId, origin) => lastOf.get({ terminalId, origin }),
    lastReplied: (terminalId) => lastReplied.get({ terminalId }),
    list: (terminalId, limit) => list.all({ terminalId, limit }),
  };
}
