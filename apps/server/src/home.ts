import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaoError } from '@cao/contracts';

/** Where everything lies. */
export interface HomePaths {
  readonly home: string;
  readonly database: string;
  readonly run: string;
  readonly lock: string;
  readonly serverFile: string;
  readonly logs: string;
  readonly terminalLogs: string;
  readonly signals: string;
  readonly scratch: string;
  readonly plugins: string;
  readonly authToken: string;
  readonly agentKey: string;
}

export function homePaths(home: string): HomePaths {
  const run = join(home, 'run');
  const logs = join(home, 'logs');
  return {
    home,
    database: join(home, 'db', 'cao.sqlite'),
    run,
    lock: join(run, 'server.lock'),
    serverFile: join(run, 'server.json'),
    logs,
    terminalLogs: join(logs, 'terminal'),
    signals: join(home, 'signals'),
    scratch: join(home, 'scratch'),
    plugins: join(home, 'plugins'),
    authToken: join(home, 'auth-token'),
    agentKey: join(home, 'agent-key'),
  };
}

/** `CAO_HOME_DIR`, else the folder shared with CAO (Python). */
export function homeOf(env: Readonly<Record<string, string | undefined>>, userHome: string): string {
  const given = env['CAO_HOME_DIR'];
  return given === undefined || given === '' ? join(userHome, '.aws', 'cli-agent-orchestrator') : given;
}

/** Makes the home, for its user alone. */
export function makeHome({ home, run }: HomePaths): void {
  try {
    mkdirSync(run, { recursive: true, mode: 0o700 });
    chmodSync(home, 0o700);
  } catch (error) {
    throw new CaoError('internal', `The home ${home} cannot be used: ${(error as Error).message}`, {
      hint: 'Set CAO_HOME_DIR to a folder you can write to.',
      cause: error,
    });
  }
}

/** A secret that is made once and read ever after. Two programs that make it at the same moment end with the same one. */
export function secretFile(path: string): string {
  const known = read(path);
  if (known !== undefined) {
    chmodSync(path, 0o600);
    return known;
  }
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(own, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // Unlike a rename, a link fails when somebody else was faster.
    linkSync(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own);
  }
  return read(path) ?? readFileSync(path, 'utf8').trim();
}

function read(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text !== '') return text;
    rmSync(path);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
