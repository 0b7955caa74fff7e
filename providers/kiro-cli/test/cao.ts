import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, type CaoClient } from '@cao/client';
import { isTurnOpen, type Terminal, type Turn } from '@cao/contracts';
import { eventually, startServer, tempHome, type TempHome } from '@cao/testkit';

const STAND_IN = fileURLToPath(new URL('stand-in/kiro-cli.mjs', import.meta.url));
/** A loaded machine may take seconds to start a process; a test that waits this long has failed. */
const LIMIT_MS = 30_000;

/** A running server for which the stand-in is `kiro-cli`. */
export interface Cao extends AsyncDisposable {
  readonly home: TempHome;
  readonly client: CaoClient;
  launch(name: string, options?: LaunchOptions): Promise<Terminal>;
  send(terminal: Terminal, message: string): Promise<string>;
  /** Sends a prompt and waits for the end of its turn. */
  ask(terminal: Terminal, message: string): Promise<Turn>;
  /** The turn when the agent has taken its prompt. */
  accepted(turnId: string): Promise<Turn>;
  /** The turn when it has ended, questions or not. */
  ended(turnId: string): Promise<Turn>;
  /** Waits until the terminal is as wanted. */
  until(terminal: Terminal, wanted: (now: Terminal) => boolean): Promise<Terminal>;
}

export interface LaunchOptions {
  readonly profile?: string;
  readonly tools?: string[];
  /** Default true: nothing is asked. */
  readonly yolo?: boolean;
  /** What the stand-in leaves out. */
  readonly without?: string;
}

export async function startCao(prepare: (home: TempHome) => Promise<void> = async () => {}): Promise<Cao> {
  const home = await tempHome();
  await home.addProgram(STAND_IN, 'kiro-cli');
  await prepare(home);
  const server = await startServer({ home });
  const token = (await readFile(join(home.caoHome, 'auth-token'), 'utf8')).trim();
  const client = createClient({ baseUrl: server.url, token });
  const turnUntil = (turnId: string, wanted: (turn: Turn) => boolean): Promise<Turn> =>
    eventually(
      async () => {
        const turn = await client.turns.get(turnId);
        return wanted(turn) ? turn : false;
      },
      { timeoutMs: LIMIT_MS },
    );
  const send: Cao['send'] = async (terminal, message) => {
    const { turn_id } = await client.terminals.input(terminal.id, { message });
    return turn_id;
  };
  return {
    home,
    client,
    async launch(name, { profile = 'developer', tools, yolo = true, without } = {}) {
      const terminal = await client.sessions.create({
        agent_profile: profile,
        provider: 'kiro_cli',
        session_name: name,
        working_directory: home.cwd,
        ...(tools ? { allowed_tools: tools } : {}),
        ...(tools && yolo ? {} : { yolo }),
        ...(without === undefined ? {} : { env_vars: { KIRO_STAND_IN: without } }),
      });
      return client.terminals.waitReady(terminal.id, { timeoutMs: LIMIT_MS });
    },
    send,
    async ask(terminal, message) {
      return client.turns.wait(await send(terminal, message), { timeoutMs: LIMIT_MS });
    },
    accepted: (turnId) => turnUntil(turnId, (turn) => turn.accepted_at !== null),
    ended: (turnId) => turnUntil(turnId, (turn) => !isTurnOpen(turn.state)),
    until(terminal, wanted) {
      return eventually(
        async () => {
          const now = await client.terminals.get(terminal.id);
          return wanted(now) ? now : false;
        },
        { timeoutMs: LIMIT_MS },
      );
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await home.dispose();
    },
  };
}
