import { spawn } from 'node:child_process';
import { CaoError } from '@cao/contracts';

export interface NpmOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Install scripts of packages run: anybody's code, before anybody looked at it. */
  readonly allowScripts: boolean;
}

export type Npm = (args: readonly string[], options: NpmOptions) => Promise<string>;

/** A slow registry is no reason to give up; one that never answers is. */
const LIMIT_MS = 300_000;
const LINES_TOLD = 6;

/** What concerns agents and the server is nothing for packages. */
const OURS = /^(CAO_|NODE_OPTIONS$)/;

/** Runs npm and resolves with what it prints. Throws with its own words. */
export const runNpm: Npm = async (args, { cwd, env, signal, allowScripts }) => {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !OURS.test(name)));
  const flags = [
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
    '--omit=dev',
    '--install-links=false',
  ];
  const all = [...args, ...flags, ...(allowScripts ? ['--ignore-scripts=false'] : ['--ignore-scripts'])];
  const windows = process.platform === 'win32';
  const child = spawn(windows ? 'npm.cmd' : 'npm', all, {
    cwd,
    env: own,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: windows,
    timeout: LIMIT_MS,
    ...(signal !== undefined && { signal }),
  });
  let out = '';
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') {
        reject(
          new CaoError('unavailable', 'npm was not found, and plugins are installed with it.', {
            hint: 'It comes with Node.js: https://nodejs.org',
            cause: error,
          }),
        );
      } else reject(error.name === 'AbortError' ? cancelled(error) : error);
    });
    child.on('close', resolve);
  });
  if (code === 0) return out;
  throw new CaoError('unavailable', `npm ${args[0] ?? ''} failed: ${wordsOf(told)}`, {
    hint: 'Nothing was changed. Its whole log is where npm keeps logs: ~/.npm/_logs',
  });
};

function cancelled(cause: Error): CaoError {
  return new CaoError('cancelled', 'It was interrupted; nothing was changed.', { cause });
}

/** The lines that say something, without the word that begins each of them. */
function wordsOf(told: string): string {
  const lines = told
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!|warn)\s?/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('A complete log'));
  return lines.length === 0 ? 'it did not say why.' : lines.slice(0, LINES_TOLD).join(' ');
}
