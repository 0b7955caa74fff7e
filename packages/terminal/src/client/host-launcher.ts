import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { TerminalError } from '../errors.ts';

/** A Node process starts in a tenth of a second; on a machine that starts twenty at once it takes a few. */
const START_MS = 20_000;

/** The host says little; its log is begun anew with a start after this size. */
const LOG_MAX_BYTES = 1024 * 1024;

export interface LaunchOptions {
  /** Where the host listens. */
  readonly directory: string;
  readonly logDir: string;
  readonly program: string;
  readonly nodePath: string;
  readonly env: Readonly<Record<string, string>>;
  readonly idleMs: number | undefined;
}

/**
 * Starts a host in a session of its own, so that it outlives this process whatever ends it. `taken` when another host serves the
 * directory already.
 */
export async function launchHost(options: LaunchOptions): Promise<'ready' | 'taken'> {
  const { directory, logDir, program, nodePath, env, idleMs } = options;
  const logPath = join(logDir, 'host.log');
  const log = openLog(logDir, logPath);
  const args = [program, '--directory', directory, '--ready-fd', '3'];
  if (idleMs !== undefined) args.push('--idle-ms', String(idleMs));
  try {
    const child = spawn(nodePath, args, { cwd: '/', env, detached: true, stdio: ['ignore', log, log, 'pipe'] });
    child.unref();
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    const word = await Promise.race([readWord(child.stdio[3] as Readable), failed]);
    if (word === 'ready' || word === 'taken') return word;
    throw new Error('it ended before it listened');
  } catch (error) {
    throw new TerminalError('host_unavailable', `The terminal host did not start: ${(error as Error).message}.`, {
      hint: `See ${logPath}.`,
      cause: error,
    });
  } finally {
    closeSync(log);
  }
}

function openLog(logDir: string, logPath: string): number {
  mkdirSync(logDir, { recursive: true, mode: 0o700 });
  const size = statSync(logPath, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_MAX_BYTES) renameSync(logPath, `${logPath}.1`);
  return openSync(logPath, 'a', 0o600);
}

/** What the host writes before it closes the pipe; empty when it ended instead. */
function readWord(pipe: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      pipe.destroy();
      reject(new Error(`it said nothing for ${START_MS / 1_000} seconds`));
    }, START_MS);
    pipe.setEncoding('utf8');
    pipe.on('data', (part: string) => (text += part));
    pipe.on('error', reject);
    pipe.on('close', () => {
      clearTimeout(timer);
      resolve(text.trim());
    });
  });
}
