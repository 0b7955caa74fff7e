import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestGate, Terminal, Turn } from '@cao/contracts';
import type { MemoryStore } from '@cao/memory';
import { createProfileStore, createSkillStore } from '@cao/profiles';
import { provider as mockCli } from '@cao/provider-mock-cli';
import type { ProviderCapabilities } from '@cao/provider-sdk';
import { openState, type State } from '@cao/state';
import { createLocalBackend, type TerminalBackend } from '@cao/terminal';
import { createEngine } from '../src/create-engine.ts';
import type { Engine } from '../src/engine.ts';

/** A real engine on real SQLite with real terminals; only HTTP is missing. `restart` is what a killed server and its successor do. */
export interface Bench extends AsyncDisposable {
  readonly engine: Engine;
  readonly state: State;
  readonly cwd: string;
  /** CAO's home. */
  readonly home: string;
  /** Sets the engine's clock on by so many milliseconds, as if the machine had slept; timers do not notice. */
  sleep(ms: number): void;
  /** `whileAway` happens after the old server has gone and before the new one comes. */
  restart(whileAway?: () => void): Promise<void>;
  launch(name: string, flags?: string): Promise<Terminal>;
  ask(terminalId: string, text: string): Promise<Turn>;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const LIMIT_MS = 20_000;

/** `capabilities` are added to those of the scripted provider. */
export async function bench(
  capabilities: Partial<ProviderCapabilities> = {},
  /** Stands between the engine and its terminals. */
  wrap = (real: TerminalBackend): TerminalBackend => real,
  memory?: MemoryStore,
  before?: RequestGate,
): Promise<Bench> {
  const provider = { ...mockCli, capabilities: { ...mockCli.capabilities, ...capabilities } };
  const root = await realpath(await mkdtemp(join(tmpdir(), 'cao-engine-')));
  const home = join(root, 'cao');
  const cwd = join(root, 'project');
  await mkdir(cwd, { recursive: true });
  await mkdir(home, { recursive: true });
  const backend = wrap(createLocalBackend());
  let slept = 0;
  const now = (): number => Date.now() + slept;
  let state = openState({ path: join(home, 'db', 'cao.sqlite'), now });
  let engine = create();

  function create(): Engine {
    return createEngine({
      state,
      backend,
      registry: {
        providers: () => [{ id: provider.id, package: 'mock' }],
        loadProvider: () => Promise.resolve(provider),
        findings: () => [],
      },
      profiles: createProfileStore({ home, userHome: root }),
      skills: createSkillStore({ home }),
      memory,
      ...(before !== undefined && { before }),
      installProfile: () => Promise.reject(new Error('not in this test')),
      paths: {
        home,
        userHome: root,
        terminalLogs: join(home, 'logs'),
        signals: join(home, 'signals'),
        scratch: join(home, 'scratch'),
        defaultDirectory: cwd,
      },
      env: { PATH: process.env['PATH'], HOME: root },
      apiUrl: () => 'http://127.0.0.1:9',
      mcpCommand: { command: 'false', args: [] },
      ownerToken: 'owner',
      secret: 'secret',
      root: false,
      options: { workingDirectoryParameter: false, inheritEnv: [] },
      now,
      log: quiet,
    });
  }

  await engine.start();
  return {
    get engine() {
      return engine;
    },
    get state() {
      return state;
    },
    cwd,
    home,
    sleep(ms) {
      slept += ms;
    },
    async restart(whileAway) {
      // What a killed server leaves: nothing was said goodbye to.
      await engine.stop();
      state.close();
      whileAway?.();
      state = openState({ path: join(home, 'db', 'cao.sqlite'), now });
      engine = create();
      await engine.start();
    },
    async launch(name, flags) {
      const env_vars = flags === undefined ? {} : { MOCK_CLI_FLAGS: flags };
      const request = { agent_profile: 'developer', provider: provider.id, session_name: name, yolo: true, env_vars };
      const terminal = await engine.sessions.create(request);
      return engine.terminals.waitReady(terminal.id, { timeoutMs: LIMIT_MS });
    },
    async ask(terminalId, text) {
      const turn = await engine.terminals.input(terminalId, { message: text });
      return engine.turns.wait(turn.id, { timeoutMs: LIMIT_MS });
    },
    async [Symbol.asyncDispose]() {
      await engine.stop();
      await backend.shutdown();
      state.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
