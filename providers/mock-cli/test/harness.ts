import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { createLocalBackend } from '@cao/terminal';
import { agentFacts, launchRequest } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import type { ExitFacts, ScreenSnapshot } from '@cao/terminal';
import type { InputStep, LaunchRequest, Reported, ScreenReading } from '@cao/provider-sdk';

/** A loaded machine may take seconds to start a process; a test that waits this long has failed. */
export const PATIENCE = { timeout: 20_000, interval: 15 };

export interface MockOptions {
  readonly request?: Partial<LaunchRequest>;
  /** As a user would set them in `MOCK_CLI_FLAGS`. */
  readonly flags?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly size?: { readonly cols: number; readonly rows: number };
  /** Keeps the folder of an earlier mock, for what survives a process. */
  readonly folder?: string;
  /** Returns at once, not when the program takes input. */
  readonly early?: true;
}

type Hook = Readonly<Record<string, unknown>> & { readonly hook: string };

/** The program in a real terminal, started by the provider's plan and read by the provider's readers. */
export interface Mock extends AsyncDisposable {
  readonly folder: string;
  readonly conversationId: string;
  screen(): Promise<ScreenSnapshot>;
  reading(): Promise<ScreenReading>;
  /** Scrollback and screen with wrapped lines joined. */
  rendered(): Promise<readonly string[]>;
  steps(steps: readonly InputStep[]): Promise<void>;
  /** Bytes as a person's terminal would send them. */
  raw(bytes: string): Promise<void>;
  resize(cols: number, rows: number): Promise<void>;
  hooks(): readonly Hook[];
  events(): readonly Reported[];
  /** Waits for a reading that has at least these fields. */
  shows(fields: Partial<ScreenReading>): Promise<ScreenReading>;
  /** Waits for the n-th hook of a name. */
  hook(name: string, count?: number): Promise<Hook>;
  /** Submits a prompt and waits for the end of its turn; gives the answer or the error. */
  turn(prompt: string): Promise<string>;
  exited(): Promise<ExitFacts>;
  kill(): Promise<void>;
}

let mocks = 0;

export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'mock-cli-'));
  const at = (name: string) => path.join(folder, name);
  mkdirSync(at('scratch'), { recursive: true });
  mocks += 1;
  const id = mocks.toString(16).padStart(8, '0');
  const request = launchRequest({
    executable: provider.binary,
    scratch: at('scratch'),
    cwd: folder,
    newConversationId: `conversation-${mocks}`,
    ...options.request,
  });
  const plan = provider.plan(request);
  for (const file of plan.files ?? []) writeFileSync(file.path, file.content, { mode: file.mode ?? 0o600 });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    CAO_SIGNAL_FILE: at('signals.jsonl'),
    CAO_TERMINAL_ID: id,
    MOCK_CLI_HOME: at('home'),
    MOCK_CLI_FLAGS: options.flags ?? '',
    ...plan.env,
    ...options.env,
  };
  const backend = createLocalBackend();
  const size = options.size ?? { cols: 100, rows: 30 };
  const [program = '', ...args] = plan.argv;
  await backend.spawn({ id, argv: [program, ...args], cwd: folder, env, size, logPath: at('raw.log'), labels: {} });
  const facts = agentFacts({ env, cwd: folder, conversationId: plan.conversationId });
  let batches = 0;

  const screen = () => backend.snapshot(id);
  const reading = async () => provider.readScreen(await screen(), facts);
  const hooks = () => readLines(at('signals.jsonl')) as readonly Hook[];

  const mock: Mock = {
    folder,
    conversationId: plan.conversationId ?? '',
    screen,
    reading,
    rendered: () => backend.render(id, { maxLines: 20_000 }),
    steps: async (steps) => void (await backend.input(id, { key: `batch-${(batches += 1)}`, steps })),
    raw: async (bytes) => {
      const viewer = await backend.attach(id, { onData: () => {}, onSize: () => {}, onEnd: () => {} });
      viewer.write(Buffer.from(bytes));
      viewer.detach();
    },
    resize: (cols, rows) => backend.resize(id, { cols, rows }),
    hooks,
    events: () => hooks().flatMap((hook) => provider.readSignal(hook, facts)),
    shows: async (fields) => {
      await expect.poll(reading, PATIENCE).toMatchObject(fields);
      return reading();
    },
    hook: async (name, count = 1) => {
      const named = () => hooks().filter((hook) => hook.hook === name);
      await expect.poll(() => named().length, PATIENCE).toBeGreaterThanOrEqual(count);
      return named()[count - 1] as Hook;
    },
    turn: async (prompt) => {
      const ended = () => hooks().filter((hook) => /^(Stop|StopFailure|Interrupt)$/.test(hook.hook));
      const before = ended().length;
      await mock.steps(provider.submit(prompt));
      await expect.poll(() => ended().length, PATIENCE).toBe(before + 1);
      const last = ended().at(-1);
      return (last?.['error'] ?? last?.['last_assistant_message'] ?? 'interrupted') as string;
    },
    exited: async () => {
      await expect.poll(async () => (await backend.get(id))?.exit, PATIENCE).toBeDefined();
      return (await backend.get(id))?.exit as ExitFacts;
    },
    kill: async () => {
      await backend.signal(id, 'SIGKILL');
      await mock.exited();
    },
    [Symbol.asyncDispose]: async () => {
      await backend.shutdown();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
  if (options.early === undefined) await mock.shows({ state: 'ready', composer: '' });
  return mock;
}

/** Records of a JSON-lines file that may not exist yet. A last line without its end is still being written. */
export function readLines(file: string): readonly unknown[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
}
