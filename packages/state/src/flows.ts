import { asc, desc, eq, isNull, lte, min, sql } from 'drizzle-orm';
import { CaoError } from '@cao/contracts';
import type { Database } from './database.ts';
import type { FlowRepository, FlowRunRepository } from './port.ts';
import { flowRuns, flows } from './schema.ts';
import { createUpdate, slotsOf } from './slots.ts';
import { isUniqueViolation } from './unique.ts';

export function createFlows(db: Database): FlowRepository {
  const { id: _id, ...values } = slotsOf(flows);
  const insert = db.insert(flows).values(values).returning().prepare();
  const byName = db
    .select()
    .from(flows)
    .where(eq(flows.name, sql.placeholder('name')))
    .prepare();
  const list = db
    .select()
    .from(flows)
    .orderBy(asc(isNull(flows.nextRunAt)), asc(flows.nextRunAt), asc(flows.name))
    .prepare();
  const due = db
    .select()
    .from(flows)
    .where(lte(flows.nextRunAt, sql.placeholder('now')))
    .orderBy(asc(flows.nextRunAt), asc(flows.name))
    .prepare();
  const next = db
    .select({ at: min(flows.nextRunAt) })
    .from(flows)
    .prepare();
  const remove = db
    .delete(flows)
    .where(eq(flows.id, sql.placeholder('id')))
    .prepare();

  return {
    insert(record) {
      try {
        return insert.get({ ...record });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new CaoError('conflict', `Flow '${record.name}' already exists`, {
          hint: 'Choose another name, or remove the existing one first.',
          cause: error,
        });
      }
    },
    byName: (name) => byName.get({ name }),
    list: () => list.all(),
    due: (now) => due.all({ now }),
    nextRunAt: () => next.get()?.at ?? undefined,
    update: createUpdate(db, flows),
    remove: (id) => void remove.run({ id }),
  };
}

export function createFlowRuns(db: Database): FlowRunRepository {
  const insert = db.insert(flowRuns).values(slotsOf(flowRuns)).returning().prepare();
  const get = db
    .select()
    .from(flowRuns)
    .where(eq(flowRuns.id, sql.placeholder('id')))
    .prepare();
  const listOpen = db
    .select()
    .from(flowRuns)
    .where(isNull(flowRuns.endedAt))
    .orderBy(asc(flowRuns.startedAt), asc(sql`rowid`))
    .prepare();
  const byTerminal = db
    .select()
    .from(flowRuns)
    .where(eq(flowRuns.terminalId, sql.placeholder('terminalId')))
    .orderBy(desc(flowRuns.startedAt), desc(sql`rowid`))
    .limit(1)
    .prepare();
  const list = db
    .select()
    .from(flowRuns)
    .where(eq(flowRuns.flowName, sql.placeholder('flowName')))
    // Ids grow with time, but not within a millisecond.
    .orderBy(desc(flowRuns.startedAt), desc(sql`rowid`))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    insert: (record) => insert.get({ ...record }),
    get: (id) => get.get({ id }),
    update: createUpdate(db, flowRuns),
    listOpen: () => listOpen.all(),
    byTerminal: (terminalId) => byTerminal.get({ terminalId }),
    list: (flowName, limit) => list.all({ flowName, limit }),
  };
}
