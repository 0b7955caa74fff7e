import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type CaoClient } from '@cao/client';
import type { Terminal, Turn } from '@cao/contracts';
import { eventually, startServer, tempHome, type ServerProcess, type TempHome } from '@cao/testkit';

/** A home with a running server, and everything a test needs to speak to it. */
export interface Cao extends AsyncDisposable {
  readonly home: TempHome;
  readonly server: ServerProcess;
  readonly client: CaoClient;
  /** Launches a conductor on mock_cli and waits for its prompt. */
  launch(
    name: string,
    options?: { profile?: string; provider?: string; env?: Record<string, string> },
  ): Promise<Terminal>;
  /** Sends a text and waits for the end of its turn. */
  ask(terminalId: string, text: string): Promise<Turn>;
  /** A file in the project folder, for RECORD. */
  file(name: string): string;
  /** Prompts an agent recorded, in order. */
  recorded(name: string): Promise<string[]>;
}

const TURN_LIMIT_MS = 60_000;

/** `prepare` puts into the home what the server shall find there. */
export async function startCao(
  env: Record<string, string> = {},
  prepare: (home: TempHome) => Promise<void> = async () => undefined,
): Promise<Cao> {
  const home = await tempHome();
  await prepare(home);
  const server = await startServer({ home, env });
  const token = (await readFile(join(home.caoHome, 'auth-token'), 'utf8')).trim();
  const client = createClient({ baseUrl: server.url, token });
  return {
    home,
    server,
    client,
    async launch(name, options = {}) {
      const terminal = await client.sessions.create({
        agent_profile: options.profile ?? 'code_supervisor',
        provider: options.provider ?? 'mock_cli',
        session_name: name,
        working_directory: home.cwd,
        yolo: true,
        ...(options.env ? { env_vars: options.env } : {}),
      });
      return client.terminals.waitReady(terminal.id, { timeoutMs: TURN_LIMIT_MS });
    },
    async ask(terminalId, text) {
      const { turn_id } = await client.terminals.input(terminalId, { message: text });
      return client.turns.wait(turn_id, { timeoutMs: TURN_LIMIT_MS });
    },
    file: (name) => join(home.cwd, name),
    async recorded(name) {
      const text = await readFile(join(home.cwd, name), 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.stringify(JSON.parse(line)));
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await home.dispose();
    },
  };
}

/** The only terminal of a role in a session. */
export async function workersOf(client: CaoClient, session: string): Promise<Terminal[]> {
  const { terminals } = await client.sessions.get(session);
  return terminals.filter(({ role }) => role === 'worker');
}

/** What `what` returns as soon as it is neither undefined nor false. */
export async function until<T>(what: () => Promise<T | undefined | false>, timeoutMs = 30_000): Promise<T> {
  return (await eventually(async () => (await what()) ?? false, { timeoutMs })) as T;
}

/** One line of a conductor's script that delegates. */
export function tool(name: string, args: Record<string, unknown>): string {
  return `TOOL ${name} ${JSON.stringify(args)}`;
}
