import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { JobRepository } from './port.ts';
import { jobs } from './schema.ts';
import { createUpdate, slotsOf } from './slots.ts';
import { variants } from './variants.ts';

export function createJobs(db: Database): JobRepository {
  const insert = db.insert(jobs).values(slotsOf(jobs)).returning().prepare();
  const get = db
    .select()
    .from(jobs)
    .where(eq(jobs.id, sql.placeholder('id')))
    .prepare();
  const open = isNull(jobs.endedAt);
  // Ids grow with time, so they break ties of the same millisecond.
  const oldest = [asc(jobs.createdAt), asc(jobs.id)];
  const listOpen = db
    .select()
    .from(jobs)
    .where(open)
    .orderBy(...oldest)
    .prepare();
  const openByTerminal = db
    .select()
    .from(jobs)
    .where(and(eq(jobs.terminalId, sql.placeholder('terminalId')), open))
    .orderBy(...oldest)
    .prepare();
  const list = variants((byCaller, bySession) =>
    db
      .select()
      .from(jobs)
      .where(
        and(
          byCaller ? eq(jobs.callerId, sql.placeholder('callerId')) : undefined,
          bySession ? eq(jobs.sessionName, sql.placeholder('sessionName')) : undefined,
        ),
      )
      .orderBy(desc(jobs.createdAt), desc(jobs.id))
      .limit(sql.placeholder('limit'))
      .prepare(),
  );

  return {
    insert: (record) => insert.get({ ...record }),
    get: (id) => get.get({ id }),
    update: createUpdate(db, jobs),
    listOpen: () => listOpen.all(),
    openByTerminal: (terminalId) => openByTerminal.all({ terminalId }),
    list: ({ callerId, sessionName, limit }) =>
      list(callerId !== undefined, sessionName !== undefined).all({ callerId, sessionName, limit }),
  };
}
