import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { EventRepository } from './port.ts';
import { events } from './schema.ts';
import { slotsOf } from './slots.ts';
import { variants } from './variants.ts';

export function createEvents(db: Database): EventRepository {
  const { id: _id, ...values } = slotsOf(events);
  const append = db.insert(events).values(values).returning().prepare();
  // The counter, not the newest row: a pruned table must not hand out ids again or send followers back.
  const lastId = db
    .select({ id: sql<number>`seq` })
    .from(sql`sqlite_sequence`)
    .where(sql`name = 'events'`)
    .prepare();
  const since = variants((byTerminal, bySession) =>
    db
      .select()
      .from(events)
      .where(
        and(
          gt(events.id, sql.placeholder('afterId')),
          byTerminal ? eq(events.terminalId, sql.placeholder('terminalId')) : undefined,
          bySession ? eq(events.sessionName, sql.placeholder('sessionName')) : undefined,
        ),
      )
      .orderBy(asc(events.id))
      .limit(sql.placeholder('limit'))
      .prepare(),
  );

  return {
    append: (record) => append.get({ ...record }),
    since: (afterId, { limit, terminalId, sessionName }) =>
      since(terminalId !== undefined, sessionName !== undefined).all({ afterId, limit, terminalId, sessionName }),
    lastId: () => lastId.get()?.id ?? 0,
  };
}
