// A home with a running server, a terminal host and mock agents, and what a bench needs to watch them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@cao/client';
import { processesWithEnv, startServer, tempHome } from '@cao/testkit';
import { createCalls } from './calls.mjs';
import { followEvents } from './events.mjs';

const READY_MS = 120_000;
/** Agents started at the same time: more would only wait for a processor. */
const STARTED_AT_ONCE = 4;

/** Runs `work` with a server of its own and cleans up whatever becomes of it. */
export async function withCao(work, prepare = async () => {}) {
  const home = await tempHome();
  try {
    await prepare(home);
    const server = await startServer({ home });
    try {
      return await work(await createBench(home, server));
    } finally {
      await server.stop();
    }
  } finally {
    await home.dispose();
  }
}

async function createBench(home, server) {
  const token = (await readFile(join(home.caoHome, 'auth-token'), 'utf8')).trim();
  const client = createClient({ baseUrl: server.url, token });
  const calls = createCalls(server.url, token);
  const processes = () => processesWithEnv('CAO_HOME_DIR', home.caoHome);
  const keyboardLog = (name) => join(home.home, `${name}.keyboard.jsonl`);
  const launchRequest = (env_vars, provider = 'mock_cli') => ({
    agent_profile: 'developer',
    provider,
    working_directory: home.cwd,
    yolo: true,
    env_vars,
  });

  return {
    home,
    server,
    client,
    token,
    ...calls,
    processes,
    events: () => followEvents(server.url, token),
    hostPid: () => processes().find(({ command }) => command.includes('host/main.js')).pid,
    /** A session with one agent that stands at its prompt. */
    async launch(name, env = {}, provider) {
      const created = await client.sessions.create({ ...launchRequest(env, provider), session_name: name });
      return client.terminals.waitReady(created.id, { timeoutMs: READY_MS });
    },
    /** Further agents in a session, at their prompts. */
    async crowd(session, count, env = {}, provider) {
      const made = [];
      let left = count;
      const starter = async () => {
        while (left-- > 0) {
          const created = await client.terminals.create(session, launchRequest(env, provider));
          made.push(await client.terminals.waitReady(created.id, { timeoutMs: READY_MS }));
        }
      };
      await Promise.all(Array.from({ length: STARTED_AT_ONCE }, starter));
      return made;
    },
    /** Variables of mock agents whose keyboard and transcripts are kept under a name. */
    recorded: (name) => ({ MOCK_CLI_LOG: keyboardLog(name), MOCK_CLI_HOME: join(home.home, name) }),
    /** What arrived at their standard inputs: when, and the text. */
    keyboard: (name) =>
      jsonLines(keyboardLog(name)).map(({ ms, data }) => ({ ms, text: Buffer.from(data, 'base64').toString() })),
    hooks: (id) => jsonLines(join(home.caoHome, 'signals', `${id}.jsonl`)),
    /** Every record of their transcripts. */
    transcripts: (name) => filesIn(join(home.home, name, 'sessions')).flatMap(jsonLines),
  };
}

function filesIn(folder) {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

export function jsonLines(path) {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}
