import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CaoError } from '@cao/contracts';
import { createCalls } from './calls.ts';
import { createDatabase } from './database.ts';
import { createEvents } from './events.ts';
import { createFlowRuns, createFlows } from './flows.ts';
import { createJobs } from './jobs.ts';
import { createMessages } from './messages.ts';
import { assertCompatible, migrate } from './migrate.ts';
import { loadSqlite, type Sqlite } from './native.ts';
import { createPluginCursors } from './plugin-cursors.ts';
import type { State } from './port.ts';
import { prune } from './prune.ts';
import { createSessions } from './sessions.ts';
import { createTerminals } from './terminals.ts';
import { createTransaction } from './transaction.ts';
import { createTurns } from './turns.ts';

export interface OpenStateOptions {
  /** The database file; it and its folder are made when missing. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** How long a write waits for another process's. Only one server writes at a time, so this covers the moment of a hand-over. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the durable state and brings its schema up to date. Throws `state_incompatible` for a database of a newer schema, of
 * another program, or a damaged one, and leaves that file as it is.
 */
export function openState({ path, now }: OpenStateOptions): State {
  const Sqlite = loadSqlite();
  preparePrivateFile(path);
  try {
    if (statSync(path).size > 0) inspect(new Sqlite(path, { readonly: true, timeout: BUSY_TIMEOUT_MS }));
    return connect(new Sqlite(path, { timeout: BUSY_TIMEOUT_MS }), now);
  } catch (error) {
    throw damaged(error) ? notADatabase(path, error) : error;
  }
}

/** Creates the file for the user alone. An existing one is never opened here: closing it would drop SQLite's own locks on it. */
export function preparePrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path)) chmodSync(path, 0o600);
  else closeSync(openSync(path, 'a', 0o600));
}

/** Through a connection that cannot write, so that a refused database stays untouched. */
function inspect(sqlite: Sqlite): void {
  try {
    assertCompatible(sqlite);
  } finally {
    sqlite.close();
  }
}

function connect(sqlite: Sqlite, now: () => number): State {
  try {
    sqlite.pragma('journal_mode = WAL');
    // A power cut may lose the last commits, a dying process none; the file stays whole either way.
    sqlite.pragma('synchronous = NORMAL');
    migrate(sqlite, now);
    return createState(sqlite);
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function createState(sqlite: Sqlite): State {
  const db = createDatabase(sqlite);
  const transaction = createTransaction(sqlite);
  return {
    sessions: createSessions(db),
    terminals: createTerminals(db),
    turns: createTurns(db),
    messages: createMessages(db),
    jobs: createJobs(db),
    calls: createCalls(db),
    flows: createFlows(db),
    flowRuns: createFlowRuns(db),
    events: createEvents(db),
    pluginCursors: createPluginCursors(db),
    transaction,
    prune: (before) => transaction(() => prune(sqlite, before)),
    close: () => void sqlite.close(),
  };
}

function damaged(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT';
}

function notADatabase(path: string, cause: unknown): CaoError {
  return new CaoError('state_incompatible', `${path} is damaged or not a database.`, {
    hint: 'Move the file away to start afresh, or restore it from a backup.',
    cause,
  });
}
