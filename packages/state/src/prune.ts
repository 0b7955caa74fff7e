import type { Sqlite } from './native.ts';

/**
 * Deletes what ended before a time, referrers first, so that every row that stays keeps the rows it names. The newest turn and
 * the newest reply of a live terminal stay however old they are: they are its status and its answer.
 */
export function prune(sqlite: Sqlite, before: number): void {
  for (const statement of STATEMENTS) sqlite.prepare(statement).run({ before });
}

const STATEMENTS = [
  `delete from events where at < :before`,

  `delete from messages where status <> 'pending' and coalesce(delivered_at, created_at) < :before`,

  `delete from calls where ended_at < :before`,

  `delete from jobs where ended_at < :before
    and id not in (select job_id from calls where job_id is not null)`,

  // The run of a live terminal stays: it says whose session that is.
  `delete from flow_runs where ended_at < :before
    and coalesce(terminal_id, '') not in (select id from terminals where deleted_at is null)`,

  `delete from turns where ended_at < :before
    and id not in (select turn_id from messages where turn_id is not null)
    and id not in (select turn_id from jobs where turn_id is not null)
    and id not in (select turn_id from flow_runs where turn_id is not null)
    and (terminal_id, seq) not in (
      select terminal_id, max(turns.seq) from turns join terminals on terminals.id = terminal_id
      where deleted_at is null group by terminal_id)
    and (terminal_id, seq) not in (
      select terminal_id, max(turns.seq) from turns join terminals on terminals.id = terminal_id
      where deleted_at is null and reply is not null group by terminal_id)`,

  `delete from terminals where deleted_at < :before
    and id not in (select terminal_id from turns)
    and id not in (select receiver_id from messages)
    and id not in (select sender_id from messages)
    and id not in (select terminal_id from calls)
    and id not in (select terminal_id from jobs where terminal_id is not null)
    and id not in (select terminal_id from flow_runs where terminal_id is not null)
    and id not in (select caller_id from jobs where caller_id is not null)
    and id not in (
      select caller_id from terminals
      where caller_id is not null and (deleted_at is null or deleted_at >= :before))`,

  `delete from sessions where deleted_at < :before
    and id not in (select session_id from terminals)
    and name not in (select session_name from jobs where ended_at is null)`,
];
