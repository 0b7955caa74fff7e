import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { CaoError } from '@cao/contracts';

export type Sqlite = BetterSqlite3.Database;

const require = createRequire(import.meta.url);

/** Loads better-sqlite3 only after its version was found to fit this Node: a wrong pair ends the process without a word. */
export function loadSqlite(): typeof BetterSqlite3 {
  assertPairing(process.versions.node, installedVersion());
  const Sqlite = require('better-sqlite3') as typeof BetterSqlite3;
  try {
    // Its compiled part is loaded with the first connection.
    new Sqlite(':memory:').close();
  } catch (error) {
    throw isUncompiled(error) ? uncompiled(error) : error;
  }
  return Sqlite;
}

/** Throws `state_incompatible` for a better-sqlite3 that crashes on this Node. Majors after 12 need Node 22. */
export function assertPairing(nodeVersion: string, sqliteVersion: string): void {
  if (major(nodeVersion) >= 22 || major(sqliteVersion) === 12) return;
  throw new CaoError(
    'state_incompatible',
    `better-sqlite3 ${sqliteVersion} does not run on Node ${nodeVersion}: it would crash the process.`,
    { hint: 'Install better-sqlite3 12, or run CAO on Node 22 or newer.' },
  );
}

/** Nothing was compiled or downloaded, or for another version of Node. */
export function isUncompiled(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'ERR_DLOPEN_FAILED' || String(message).startsWith('Could not locate the bindings file');
}

function uncompiled(cause: unknown): CaoError {
  const message = `SQLite is installed without the part that is compiled for Node ${process.versions.node}.`;
  return new CaoError('state_incompatible', message, {
    hint: `Run in ${join(packageFolder(), '../..')}: npm rebuild better-sqlite3 node-pty\nWhere npm finds no binary that takes make, g++ and python3; npm must be allowed to run their install scripts.`,
    cause,
  });
}

function major(version: string): number {
  return Number.parseInt(version, 10);
}

/** Read from the manifest file, not through `require`, which an exports map may forbid. */
function installedVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

function packageFolder(): string {
  let folder = dirname(require.resolve('better-sqlite3'));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
