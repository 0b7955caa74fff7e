import { rmSync } from 'node:fs';
import type { MemoryType } from '@cao/contracts';
import { loadSqlite, type Sqlite } from './native.ts';
import { preparePrivateFile } from './open.ts';

/** One file of the memory as it was last read. Times are milliseconds since the epoch. */
export interface IndexedMemory {
  /** Below the memory's root, with `/`. */
  readonly folder: string;
  readonly key: string;
  /** Changes whenever the file does. */
  readonly stamp: string;
  readonly type: MemoryType;
  readonly tags: string;
  /** The newest entry. */
  readonly content: string;
  /** The whole file in lower case. */
  readonly folded: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface MemoryFilter {
  readonly folders: readonly string[];
  readonly type?: MemoryType | undefined;
  readonly limit: number;
}

export type FoundMemory = Omit<IndexedMemory, 'stamp' | 'folded'>;

/** A search index over the memory's files, made from them and from nothing else: it may be lost at any time. */
export interface MemoryIndex {
  /** The stamp of every known file of a folder, by key. */
  stamps(folder: string): ReadonlyMap<string, string>;
  update(folder: string, change: { put: readonly IndexedMemory[]; remove: readonly string[] }): void;
  /** Files in which every word occurs, newest first. Words in lower case; none means every file. */
  containing(words: readonly string[], filter: MemoryFilter): FoundMemory[];
  /** Files that share a word, best match first. */
  ranked(words: readonly string[], filter: MemoryFilter): FoundMemory[];
  close(): void;
}

/** The layout of the tables below; an index of another one is made anew. */
const LAYOUT = 1;
/** How long a write waits for another process's; each is a few rows. */
const BUSY_TIMEOUT_MS = 5000;

const TABLES = `
  create table memories (
    id integer primary key,
    folder text not null,
    key text not null,
    stamp text not null,
    type text not null,
    tags text not null,
    content text not null,
    folded text not null,
    created_at integer not null,
    updated_at integer not null,
    unique (folder, key)
  );
  create virtual table memory_words using fts5 (key, tags, content, tokenize = 'unicode61 remove_diacritics 2');
  pragma user_version = ${LAYOUT};
`;

/** Opens the index, or makes it anew when it is missing, damaged or of another layout. */
export function openMemoryIndex(path: string): MemoryIndex {
  try {
    return createIndex(connect(path));
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'SQLITE_NOTADB' && code !== 'SQLITE_CORRUPT') throw error;
    for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
    return createIndex(connect(path));
  }
}

function connect(path: string): Sqlite {
  const Sqlite = loadSqlite();
  preparePrivateFile(path);
  const sqlite = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    const build = sqlite.transaction(() => {
      if (sqlite.pragma('user_version', { simple: true }) === LAYOUT) return;
      sqlite.exec('drop table if exists memory_words; drop table if exists memories;');
      sqlite.exec(TABLES);
    });
    build.immediate();
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

const COLUMNS = `memories.folder, memories.key, memories.type, memories.tags, memories.content,
  created_at as createdAt, updated_at as updatedAt`;
/** Lists travel as JSON, so that one prepared statement serves any number. */
const WITHIN = `memories.folder in (select value from json_each(:folders)) and (:type is null or memories.type = :type)`;

function createIndex(sqlite: Sqlite): MemoryIndex {
  const stamps = sqlite.prepare('select key, stamp from memories where folder = ?');
  const idOf = sqlite.prepare('select id from memories where folder = ? and key = ?').pluck();
  const removeRow = sqlite.prepare('delete from memories where id = ?');
  const removeWords = sqlite.prepare('delete from memory_words where rowid = ?');
  const putRow = sqlite.prepare(`insert into memories
    (folder, key, stamp, type, tags, content, folded, created_at, updated_at)
    values (:folder, :key, :stamp, :type, :tags, :content, :folded, :createdAt, :updatedAt)`);
  const putWords = sqlite.prepare('insert into memory_words (rowid, key, tags, content) values (?, ?, ?, ?)');
  const containing = sqlite.prepare(`select ${COLUMNS} from memories where ${WITHIN}
    and not exists (select 1 from json_each(:words) where instr(memories.folded, value) = 0)
    order by updated_at desc, memories.key limit :limit`);
  const ranked = sqlite.prepare(`select ${COLUMNS} from memory_words join memories on memories.id = memory_words.rowid
    where memory_words match :words and ${WITHIN}
    order by bm25(memory_words), updated_at desc, memories.key limit :limit`);

  function remove(folder: string, key: string): void {
    const id = idOf.get(folder, key);
    if (id === undefined) return;
    removeRow.run(id);
    removeWords.run(id);
  }

  const update = sqlite.transaction((folder: string, put: readonly IndexedMemory[], gone: readonly string[]) => {
    for (const key of gone) remove(folder, key);
    for (const memory of put) {
      remove(folder, memory.key);
      const { lastInsertRowid } = putRow.run({ ...memory, folder });
      putWords.run(lastInsertRowid, memory.key, memory.tags, memory.content);
    }
  });

  const bound = ({ folders, type, limit }: MemoryFilter) => ({
    folders: JSON.stringify(folders),
    type: type ?? null,
    limit,
  });
  return {
    stamps: (folder) =>
      new Map((stamps.all(folder) as { key: string; stamp: string }[]).map(({ key, stamp }) => [key, stamp])),
    update: (folder, change) => update.immediate(folder, change.put, change.remove),
    containing: (words, filter) => containing.all({ ...bound(filter), words: JSON.stringify(words) }) as FoundMemory[],
    ranked(words, filter) {
      if (words.length === 0) return [];
      const match = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR ');
      return ranked.all({ ...bound(filter), words: match }) as FoundMemory[];
    },
    close: () => void sqlite.close(),
  };
}
