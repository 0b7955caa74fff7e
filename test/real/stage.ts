import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type CaoClient } from '@cao/client';
import type { Terminal, Turn } from '@cao/contracts';
import {
  CLI_NAMES,
  CLIS,
  eventually,
  realCli,
  startModelEndpoint,
  startServer,
  tempHome,
  type Age,
  type CliName,
  type Env,
  type ModelEndpoint,
  type ServerProcess,
  type TempHome,
} from '@cao/testkit';

export type { Age, CliName };

/** Real CLIs, a real server, a scripted model: what the tests of this folder play on. */
export interface Stage extends AsyncDisposable {
  readonly home: TempHome;
  readonly model: ModelEndpoint;
  readonly server: ServerProcess;
  readonly client: CaoClient;
  /** What its CLIs need of the environment, for those that are started beside CAO. */
  readonly env: Env;
  launch(kind: CliName, session: string, options?: LaunchOptions): Promise<Terminal>;
  /** Sends a script and waits until its turn has ended. */
  ask(terminalId: string, script: string): Promise<Turn>;
}

export interface LaunchOptions {
  /** Ask for permission instead of doing everything. */
  readonly asking?: boolean;
  /** Another profile than the worker's. */
  readonly profile?: string;
  readonly waitReady?: boolean;
}

export interface StageOptions {
  /** The CLIs that are there; Claude Code and Codex unless given. */
  readonly kinds?: readonly CliName[];
  readonly age?: Age;
  readonly state?: 'prepared' | 'first-run';
  readonly env?: Readonly<Record<string, string>>;
}

const TURN_LIMIT_MS = 240_000;
const START_LIMIT_MS = 60_000;

/** Profiles of this stage: `<kind>_worker` does everything, `<kind>_asking` asks first, `<kind>_reader` may only read. */
const PROFILES = [
  { name: 'mock_worker', lines: ['provider: mock_cli', 'allowedTools: ["*"]'] },
  ...CLI_NAMES.flatMap(profilesOf),
];

function profilesOf(kind: CliName) {
  return [
    { name: `${kind}_worker`, lines: [`provider: ${CLIS[kind].provider}`, 'allowedTools: ["*"]'] },
    {
      name: `${kind}_reader`,
      lines: [`provider: ${CLIS[kind].provider}`, 'allowedTools: ["@cao-mcp-server", "fs_read", "fs_list"]'],
    },
    {
      name: `${kind}_asking`,
      lines: [`provider: ${CLIS[kind].provider}`, 'allowedTools: ["*"]', 'permissionMode: default'],
    },
  ];
}

export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const { age = 'current', kinds = ['claude', 'codex'], state = 'prepared' } = options;
  const home = await tempHome();
  const model = await startModelEndpoint();
  const env: Env = {};
  for (const kind of kinds) {
    const cli = await realCli(kind, CLIS[kind].versions[age]);
    const furnished = await CLIS[kind].home({ home, state, url: model.url(kind), cli });
    Object.assign(env, furnished.cliEnv);
  }
  await writeProfiles(home);
  const server = await startServer({ home, env: { ...env, ...options.env } });
  const token = (await readFile(join(home.caoHome, 'auth-token'), 'utf8')).trim();
  const client = createClient({ baseUrl: server.url, token });
  return {
    home,
    model,
    server,
    client,
    env: { ...home.env, ...env },
    async launch(kind, session, { asking = false, profile, waitReady = true } = {}) {
      const terminal = await client.sessions.create({
        agent_profile: profile ?? (asking ? `${kind}_asking` : `${kind}_worker`),
        session_name: session,
        working_directory: home.cwd,
        ...(asking || profile !== undefined ? {} : { yolo: true }),
      });
      return waitReady ? client.terminals.waitReady(terminal.id, { timeoutMs: START_LIMIT_MS }) : terminal;
    },
    async ask(terminalId, script) {
      const { turn_id } = await client.terminals.input(terminalId, { message: script });
      return client.turns.wait(turn_id, { timeoutMs: TURN_LIMIT_MS });
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await home.dispose();
      await model.close();
    },
  };
}

async function writeProfiles(home: TempHome): Promise<void> {
  const store = join(home.caoHome, 'agent-store');
  await mkdir(store, { recursive: true });
  for (const { name, lines } of PROFILES) {
    const text = [
      '---',
      `name: ${name}`,
      `description: ${name} of the stage`,
      ...lines,
      '---',
      '',
      'Do what the task says.',
      '',
    ];
    await writeFile(join(store, `${name}.md`), text.join('\n'));
  }
}

/** A model's directive that calls a CAO tool and repeats the call when it fails. */
export function call(tool: string, input: Record<string, unknown>): string {
  return `TOOL!:${tool}:${JSON.stringify(input)}`;
}

export function say(text: string): string {
  return `SAYJSON:${JSON.stringify(text)}`;
}

export async function until<T>(what: () => Promise<T | undefined | false>, timeoutMs = 60_000): Promise<T> {
  return (await eventually(async () => (await what()) ?? false, { timeoutMs, intervalMs: 50 })) as T;
}

export async function workers(stage: Stage, session: string): Promise<Terminal[]> {
  return (await stage.client.sessions.get(session)).terminals.filter(({ role }) => role === 'worker');
}

/**
 * What came into an inbox, in the order in which it was sent, all of it delivered. A busy machine may let a
 * later worker call back first, so the order is never that of the assignments.
 */
export async function callbacks(stage: Stage, terminalId: string): Promise<string[]> {
  const messages = await stage.client.inbox.list(terminalId, { limit: 10 });
  const late = messages.find(({ status }) => status !== 'delivered');
  if (late !== undefined) throw new Error(`not delivered: ${JSON.stringify(late)}`);
  return messages.toSorted((a, b) => a.id - b.id).map(({ message }) => message);
}
