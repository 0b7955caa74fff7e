import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Io } from './io.ts';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 9889;

/** `CAO_HOME_DIR`, else the folder shared with CAO (Python). */
export function homeOf(io: Pick<Io, 'env' | 'userHome'>): string {
  return nonEmpty(io.env['CAO_HOME_DIR']) ?? path.join(io.userHome, '.aws', 'cli-agent-orchestrator');
}

/** Where profiles are looked for. */
export function profilePlace(io: Pick<Io, 'env' | 'userHome'>): {
  readonly home: string;
  readonly userHome: string;
  readonly agentsDir: string | undefined;
} {
  return { home: homeOf(io), userHome: io.userHome, agentsDir: nonEmpty(io.env['CAO_AGENTS_DIR']) };
}

/** What a running server says about itself in `<home>/run/server.json`. */
export interface ServerFile {
  readonly pid: number;
  readonly host: string;
  readonly port: number;
}

/** Where the server is: what the environment says, else the server of this home, else its settings, else the default. */
export interface Address {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Whether a server started here would be that server. */
  readonly local: boolean;
}

export async function addressOf(io: Pick<Io, 'env' | 'userHome'>): Promise<Address> {
  const host = nonEmpty(io.env['CAO_API_HOST']);
  const port = portNumber(io.env['CAO_API_PORT']);
  const home = homeOf(io);
  const running = host === undefined && port === undefined ? await readServerFile(home) : undefined;
  if (running !== undefined && isAlive(running.pid)) return address(running.host, running.port);
  const settings = await readSettings(home);
  return address(host ?? settings.host ?? DEFAULT_HOST, port ?? settings.port ?? DEFAULT_PORT);
}

/** The address in `settings.json`; what cannot be one is passed over, and the server tells of it. */
async function readSettings(home: string): Promise<{ host?: string; port?: number }> {
  try {
    const { server } = JSON.parse(await readFile(path.join(home, 'settings.json'), 'utf8')) as { server?: unknown };
    const { host, port } = (server ?? {}) as { host?: unknown; port?: unknown };
    return {
      ...(typeof host === 'string' && host !== '' && { host }),
      ...(isCount(port) && port < 65_536 && { port }),
    };
  } catch {
    return {};
  }
}

/** Undefined when there is none or it cannot be read: then nobody is known to run. */
export async function readServerFile(home: string): Promise<ServerFile | undefined> {
  try {
    const text = await readFile(path.join(home, 'run', 'server.json'), 'utf8');
    const { pid, host, port } = JSON.parse(text) as Partial<Record<keyof ServerFile, unknown>>;
    if (!isCount(pid) || !isCount(port)) return undefined;
    return { pid, port, host: typeof host === 'string' ? host : DEFAULT_HOST };
  } catch {
    return undefined;
  }
}

/** The owner's token: `CAO_TOKEN`, else the file the server made for its user. */
export async function readToken(io: Pick<Io, 'env' | 'userHome'>): Promise<string | undefined> {
  const given = nonEmpty(io.env['CAO_TOKEN']);
  if (given !== undefined) return given;
  try {
    return nonEmpty((await readFile(path.join(homeOf(io), 'auth-token'), 'utf8')).trim());
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function address(host: string, port: number): Address {
  const reachable = WILDCARDS.has(host) ? DEFAULT_HOST : host;
  const shown = reachable.includes(':') && !reachable.startsWith('[') ? `[${reachable}]` : reachable;
  return { url: `http://${shown}:${port}`, host, port, local: WILDCARDS.has(host) || LOOPBACK.has(host) };
}

const WILDCARDS = new Set(['0.0.0.0', '::', '::0', '[::]']);
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

/** As everywhere in CAO, a variable set to nothing counts as not set. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

function portNumber(value: string | undefined): number | undefined {
  const port = Number(nonEmpty(value));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
