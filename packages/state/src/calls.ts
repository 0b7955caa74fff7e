import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { CallRepository } from './port.ts';
import { calls } from './schema.ts';
import { createUpdate, slotsOf } from './slots.ts';

export function createCalls(db: Database): CallRepository {
  const insert = db.insert(calls).values(slotsOf(calls)).returning().prepare();
  const get = db
    .select()
    .from(calls)
    .where(eq(calls.id, sql.placeholder('id')))
    .prepare();
  const undelivered = db
    .select()
    .from(calls)
    .where(
      and(
        eq(calls.terminalId, sql.placeholder('terminalId')),
        eq(calls.tool, sql.placeholder('tool')),
        eq(calls.argsHash, sql.placeholder('argsHash')),
        isNull(calls.deliveredAt),
      ),
    )
    .orderBy(asc(calls.createdAt), asc(calls.id))
    .prepare();
  const byJob = db
    .select()
    .from(calls)
    .where(eq(calls.jobId, sql.placeholder('jobId')))
    .orderBy(asc(calls.createdAt), asc(calls.id))
    .limit(1)
    .prepare();

  return {
    insert: (record) => insert.get({ ...record }),
    get: (id) => get.get({ id }),
    update: createUpdate(db, calls),
    undelivered: (terminalId, tool, argsHash) => undelivered.all({ terminalId, tool, argsHash }),
    byJob: (jobId) => byJob.get({ jobId }),
  };
}
