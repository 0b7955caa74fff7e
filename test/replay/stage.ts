import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { CaoError } from '@cao/contracts';
import { createEngine, type Engine } from '@cao/engine';
import { createProfileStore, createSkillStore } from '@cao/profiles';
import type { Provider } from '@cao/provider-sdk';
import { openState } from '@cao/state';
import { createLocalBackend, type TerminalBackend } from '@cao/terminal';
import { providerOf, type Recording } from './recordings.ts';
import { score, type Believed, type Score } from './score.ts';

/** The engine with real terminals, in which recordings stand in for the CLIs they were made of. */
export interface Stage extends AsyncDisposable {
  /** Plays one recording and compares what was believed with what was true. `reports`: also what the CLI reported beside its screen. */
  play(recording: Recording, options: { readonly reports: boolean }): Promise<Played>;
}

export interface Played extends Score {
  /** Inputs that were sent when the agent could take them, and that we did not type. */
  readonly refused: readonly Refused[];
}

export interface Refused {
  readonly ms: number;
  readonly why: string;
}

const START_LIMIT_MS = 30_000;
const PLAYER = join(import.meta.dirname, 'player.mjs');
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export async function startStage(recordings: readonly Recording[]): Promise<Stage> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'cao-replay-')));
  const at = (...parts: string[]) => join(root, ...parts);
  const providers = new Map<string, Provider>();
  await mkdir(at('bin'));
  await mkdir(at('home'));
  for (const recording of recordings) {
    const provider = await providerOf(recording);
    providers.set(provider.id, provider);
    await writeProgram(at('bin', provider.binary), recording.version);
  }
  const backend = ofRecordedSize(createLocalBackend(), recordings);
  const state = openState({ path: at('cao.sqlite'), now: Date.now });
  const engine = createEngine({
    state,
    backend,
    registry: {
      providers: () => [...providers.values()].map(({ id }) => ({ id, package: id })),
      findings: () => [],
      loadProvider: (id) => Promise.resolve(providers.get(id) as Provider),
    },
    profiles: createProfileStore({ home: at('cao'), userHome: at('home') }),
    skills: createSkillStore({ home: at('cao') }),
    installProfile: () => Promise.reject(new Error('nothing is installed in a replay')),
    paths: {
      home: at('cao'),
      userHome: at('home'),
      terminalLogs: at('cao', 'logs'),
      signals: at('cao', 'signals'),
      scratch: at('cao', 'scratch'),
      defaultDirectory: root,
    },
    env: { PATH: `${at('bin')}:${process.env['PATH']}`, HOME: at('home') },
    apiUrl: () => 'http://127.0.0.1:9',
    mcpCommand: { command: 'false', args: [] },
    ownerToken: 'owner',
    secret: 'secret',
    root: false,
    options: { workingDirectoryParameter: true, inheritEnv: [] },
    now: Date.now,
    log: quiet,
  });
  await engine.start();
  return {
    async play(recording, { reports }) {
      const provider = await providerOf(recording);
      const cwd = at(`${recording.name.replaceAll(/[ .]/g, '-')}${reports ? '' : '-screen'}`);
      await mkdir(cwd);
      const { id } = await engine.sessions.create({
        agent_profile: 'developer',
        provider: provider.id,
        session_name: basename(cwd),
        // No MCP client asks for tools here, and some agents count as started once theirs did.
        allowed_tools: [],
        working_directory: cwd,
        env_vars: { REPLAY_FOLDER: recording.folder, REPLAY_SOURCES: reports ? 'yes' : 'no' },
      });
      const start = await startOf(cwd);
      const refused = await typeInputs(engine, id, recording, start);
      const end = recording.states.at(-1)?.ms ?? 0;
      await pause(Math.max(0, start + end - Date.now()));
      const believed = statuses(engine, id, start);
      const debug = process.env['REPLAY_TIMELINES'];
      if (debug !== undefined)
        await writeTimeline(join(debug, `${basename(cwd)}.txt`), recording, believed, toldOf(engine, id, start));
      return { ...score(recording.states, believed), refused };
    },
    async [Symbol.asyncDispose]() {
      await engine.stop();
      await backend.shutdown();
      state.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function writeProgram(path: string, version: string): Promise<void> {
  const lines = [
    '#!/bin/sh',
    `[ "$1" = --version ] && { echo ${version}; exit; }`,
    // What is typed is not echoed, and every byte of the recording comes out as it is.
    'stty raw -echo',
    `exec node '${PLAYER}' "$@"`,
  ];
  await writeFile(path, `${lines.join('\n')}\n`);
  await chmod(path, 0o755);
}

/** All recordings have one size. */
function ofRecordedSize(real: TerminalBackend, recordings: readonly Recording[]): TerminalBackend {
  const size = recordings[0]?.size ?? { cols: 200, rows: 50 };
  return { ...real, spawn: (spec) => real.spawn({ ...spec, size }) };
}

async function startOf(cwd: string): Promise<number> {
  const path = join(cwd, 'started');
  let text = '';
  await expect
    .poll(async () => (text = await readFile(path, 'utf8').catch(() => '')), { timeout: START_LIMIT_MS, interval: 5 })
    .not.toBe('');
  return Number(text);
}

/** As the person did then: each prompt at the time at which it was pasted. */
async function typeInputs(engine: Engine, id: string, { inputs }: Recording, start: number): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const { ms, text } of inputs) {
    await pause(Math.max(0, start + ms - Date.now()));
    await engine.terminals.input(id, { message: text }).catch((error: unknown) => {
      if (!(error instanceof CaoError)) throw error;
      refused.push({ ms, why: error.message });
    });
  }
  return refused;
}

function statuses(engine: Engine, id: string, start: number): Believed[] {
  const events = engine.events.since(0, { limit: 1000, terminalId: id });
  return events
    .filter(({ type }) => type === 'terminal_status')
    .map(({ at, data }) => ({
      ...(data as { status: Believed['status']; reason: string }),
      ms: Date.parse(at) - start,
    }));
}

function toldOf(engine: Engine, id: string, start: number) {
  const events = engine.events.since(0, { limit: 1000, terminalId: id }).filter(({ type }) => type.startsWith('turn_'));
  return events.map(({ at, type, data }) => ({
    ms: Date.parse(at) - start,
    text: `     ${type} ${JSON.stringify(data)}`,
  }));
}

/** Both timelines side by side, for whoever looks for the cause of a difference. */
async function writeTimeline(
  path: string,
  { states }: Recording,
  believed: readonly Believed[],
  told: readonly { ms: number; text: string }[],
): Promise<void> {
  const lines = [
    ...told,
    ...states.map(({ ms, state, by }) => ({ ms, text: `is   ${state} (${by})` })),
    ...believed.map(({ ms, status, reason }) => ({ ms, text: `said ${status}: ${reason}` })),
  ];
  const sorted = lines.toSorted((a, b) => a.ms - b.ms).map(({ ms, text }) => `${String(ms).padStart(6)} ${text}\n`);
  await writeFile(path, sorted.join(''));
}
