import { and, asc, count, eq, gte, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { MessageRepository } from './port.ts';
import { messages } from './schema.ts';
import { createUpdate, slotsOf } from './slots.ts';

export function createMessages(db: Database): MessageRepository {
  const { id: _id, status: _status, attempts: _attempts, ...values } = slotsOf(messages);
  const insert = db
    .insert(messages)
    .values({ ...values, status: 'pending', attempts: 0 })
    .returning()
    .prepare();

  // The status is part of the text, not a parameter, so that the index on pending messages serves it.
  const pending = sql`${messages.status} = 'pending'`;
  const ofReceiver = eq(messages.receiverId, sql.placeholder('receiverId'));
  const claim = db
    .update(messages)
    .set({
      claimedBy: sql`${sql.placeholder('by')}`,
      claimedUntil: sql`${sql.placeholder('until')}`,
      attempts: sql`${messages.attempts} + 1`,
    })
    .where(
      and(
        eq(
          messages.id,
          db
            .select({ id: messages.id })
            .from(messages)
            .where(and(ofReceiver, pending))
            .orderBy(asc(messages.id))
            .limit(1),
        ),
        or(
          isNull(messages.claimedBy),
          isNull(messages.claimedUntil),
          lte(messages.claimedUntil, sql.placeholder('now')),
        ),
      ),
    )
    .returning()
    .prepare();
  const release = db
    .update(messages)
    .set({ claimedBy: null, claimedUntil: null, reason: sql`${sql.placeholder('reason')}` })
    .where(and(eq(messages.id, sql.placeholder('id')), pending))
    .prepare();

  const byId = db
    .select()
    .from(messages)
    .where(eq(messages.id, sql.placeholder('id')))
    .prepare();
  const byTurn = db
    .select()
    .from(messages)
    .where(eq(messages.turnId, sql.placeholder('turnId')))
    .orderBy(asc(messages.id))
    .limit(1)
    .prepare();
  const limit = sql.placeholder('limit');
  const list = db.select().from(messages).where(ofReceiver).orderBy(asc(messages.id)).limit(limit).prepare();
  const listByStatus = db
    .select()
    .from(messages)
    .where(and(ofReceiver, eq(messages.status, sql.placeholder('status'))))
    .orderBy(asc(messages.id))
    .limit(limit)
    .prepare();
  const pendingCount = db.select({ count: count() }).from(messages).where(and(ofReceiver, pending)).prepare();
  const sentSince = db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        ofReceiver,
        eq(messages.senderId, sql.placeholder('senderId')),
        gte(messages.createdAt, sql.placeholder('since')),
      ),
    )
    .limit(1)
    .prepare();
  const pendingReceivers = db.selectDistinct({ id: messages.receiverId }).from(messages).where(pending).prepare();
  const failPending = db
    .update(messages)
    .set({ status: 'failed', claimedBy: null, claimedUntil: null, reason: sql`${sql.placeholder('reason')}` })
    .where(and(ofReceiver, pending))
    .returning()
    .prepare();

  return {
    insert: (record) => insert.get({ ...record, ...UNCLAIMED }),
    get: (id) => byId.get({ id }),
    byTurn: (turnId) => byTurn.get({ turnId }),
    claim: (receiverId, { by, now, until }) => claim.get({ receiverId, by, now, until }),
    release: (id, reason) => void release.run({ id, reason }),
    update: createUpdate(db, messages),
    list: (receiverId, { limit, status }) =>
      status === undefined ? list.all({ receiverId, limit }) : listByStatus.all({ receiverId, limit, status }),
    pendingCount: (receiverId) => pendingCount.get({ receiverId })?.count ?? 0,
    sentSince: (senderId, receiverId, since) => sentSince.get({ senderId, receiverId, since }) !== undefined,
    pendingReceivers: () => pendingReceivers.all().map((row) => row.id),
    failPending: (receiverId, reason) => failPending.all({ receiverId, reason }).sort((a, b) => a.id - b.id),
  };
}

const UNCLAIMED = { claimedBy: null, claimedUntil: null, turnId: null, reason: null, deliveredAt: null };
