import { createWriteStream, mkdirSync, writeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@cao/engine';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogFile extends Logger {
  readonly path: string;
  /** For a last word before the process ends: written when this returns. */
  fatal(message: string, fields?: Record<string, unknown>): void;
  /** Resolves when everything is on disk. Idempotent. */
  close(): Promise<void>;
}

export interface LogOptions {
  /** `<home>/logs`. */
  readonly folder: string;
  readonly level: LogLevel;
  readonly now: () => number;
}

/** One readable line per event in `cao_<time>.log`. Names are in UTC, so that they sort by time on every day of the year. */
export function openLog({ folder, level, now }: LogOptions): LogFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(now()).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
  const path = join(folder, `cao_${stamp}.log`);
  const fd = openSync(path, 'a', 0o600);
  const stream = createWriteStream(path, { fd });
  // A full disk must not end the server; there is nowhere left to say so.
  stream.on('error', () => undefined);
  const lowest = LOG_LEVELS.indexOf(level);
  let closed: Promise<void> | undefined;

  const line = (name: LogLevel, message: string, fields: Record<string, unknown> = {}): string => {
    const facts = Object.entries(fields).filter(([, value]) => value !== undefined);
    const tail = facts.map(([key, value]) => ` ${key}=${typeof value === 'number' ? value : JSON.stringify(value)}`);
    return `${new Date(now()).toISOString()} ${name.toUpperCase().padEnd(5)} ${message}${tail.join('')}\n`;
  };
  const write = (name: LogLevel) => (message: string, fields?: Record<string, unknown>) => {
    if (LOG_LEVELS.indexOf(name) >= lowest && closed === undefined) stream.write(line(name, message, fields));
  };

  return {
    path,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: (message, fields) => void writeSync(fd, line('error', message, fields)),
    close: () => (closed ??= new Promise((resolve) => stream.end(() => resolve()))),
  };
}
