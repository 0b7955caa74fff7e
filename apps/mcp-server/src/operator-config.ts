import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Where } from './bridge.ts';

export interface OperatorPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 9889;
const WILDCARDS = new Set(['0.0.0.0', '::', '[::]']);

/**
 * Where the operations tools are, and the owner's token. The address: environment, else what the running server of this home says of
 * itself, else its settings, else the default.
 */
export async function operatorConfig({ env, userHome }: OperatorPlace): Promise<Where> {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const home = given('CAO_HOME_DIR') ?? join(userHome, '.aws', 'cli-agent-orchestrator');
  const token = given('CAO_TOKEN') ?? (await readText(join(home, 'auth-token'))).trim();
  const fixed = given('CAO_API_HOST') !== undefined || given('CAO_API_PORT') !== undefined;
  const running = fixed ? {} : addressIn(await readText(join(home, 'run', 'server.json')));
  const settings = addressIn(await readText(join(home, 'settings.json')), 'server');
  const host = given('CAO_API_HOST') ?? running.host ?? settings.host ?? DEFAULT_HOST;
  const port = portIn(given('CAO_API_PORT')) ?? running.port ?? settings.port ?? DEFAULT_PORT;
  const reachable = WILDCARDS.has(host) ? DEFAULT_HOST : host;
  const shown = reachable.includes(':') && !reachable.startsWith('[') ? `[${reachable}]` : reachable;
  return {
    url: `http://${shown}:${port}/mcp/ops`,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    hint: 'Start the server with `cao server start`; `cao ops-mcp-server` does it by itself.',
  };
}

/** What a file says of host and port; nothing when it is missing or damaged. */
function addressIn(text: string, section?: string): { host?: string; port?: number } {
  try {
    const whole = JSON.parse(text) as Record<string, unknown>;
    const facts = (section === undefined ? whole : whole[section]) as { host?: unknown; port?: unknown } | undefined;
    const port = portIn(facts?.port);
    return {
      ...(typeof facts?.host === 'string' && facts.host !== '' && { host: facts.host }),
      ...(port !== undefined && { port }),
    };
  } catch {
    return {};
  }
}

function portIn(value: unknown): number | undefined {
  const port = Number(value);
  return value !== '' && Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
