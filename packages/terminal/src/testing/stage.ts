import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { SpawnSpec, TerminalBackend, TerminalEvent, TerminalFacts } from '../backend.ts';
import type { InputStep } from '../input.ts';

export interface OpenedBackend {
  readonly backend: TerminalBackend;
  /** Ends the backend with everything in it. */
  readonly close: () => Promise<void>;
}

/** Opens the backend under test; `directory` is empty, private and removed afterwards. */
export type OpenBackend = (directory: string) => Promise<OpenedBackend>;

/** How long a condition may take on a busy machine; conditions are met in milliseconds otherwise. */
export const PATIENCE = { timeout: 15_000, interval: 20 };

/** A backend, programs in it, and what it told so far. */
export interface Stage {
  readonly backend: TerminalBackend;
  readonly directory: string;
  readonly events: readonly TerminalEvent[];
  eventsOf(id: string): TerminalEvent[];
  spawn(argv: SpawnSpec['argv'], changes?: Partial<SpawnSpec>): Promise<TerminalFacts>;
  /** Runs a script with Node. */
  script(source: string, changes?: Partial<SpawnSpec>): Promise<TerminalFacts>;
  /** Runs a program that takes every byte as it comes and prints it in hex, after it printed `setup`. */
  rawReader(setup?: string): Promise<TerminalFacts>;
  /** What `rawReader` has read. */
  typed(id: string): Promise<string>;
  screen(id: string): Promise<string>;
  seen(id: string, text: string): Promise<void>;
  exited(id: string): Promise<void>;
  type(id: string, ...steps: InputStep[]): Promise<void>;
}

/** One backend for a group of tests. */
export function useStage(open: OpenBackend): Stage {
  const events: TerminalEvent[] = [];
  let directory = '';
  let opened: OpenedBackend | undefined;
  let spawned = 0;
  let typed = 0;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cao-terminal-'));
    opened = await open(directory);
    opened.backend.on((event) => events.push(event));
  }, 30_000);
  afterAll(async () => {
    await opened?.close();
    await rm(directory, { recursive: true, force: true });
  }, 30_000);

  const stage: Stage = {
    get backend() {
      if (!opened) throw new Error('the backend is not open yet');
      return opened.backend;
    },
    get directory() {
      return directory;
    },
    events,
    eventsOf: (id) => events.filter((event) => event.id === id),
    spawn(argv, changes = {}) {
      spawned += 1;
      const id = changes.id ?? (0xace00000 + spawned).toString(16);
      return stage.backend.spawn({
        id,
        argv,
        cwd: directory,
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' },
        size: { cols: 80, rows: 24 },
        logPath: join(directory, 'logs', `${id}.log`),
        labels: {},
        ...changes,
      });
    },
    script: (source, changes) => stage.spawn([process.execPath, '-e', source], changes),
    async rawReader(setup = '') {
      const facts = await stage.script(`
        process.stdin.setRawMode(true);
        process.stdin.on('data', (bytes) => process.stdout.write(bytes.toString('hex')));
        process.stdout.write(${JSON.stringify(setup)} + 'ready\\r\\n');
      `);
      await stage.seen(facts.id, 'ready');
      return facts;
    },
    async typed(id) {
      const { lines } = await stage.backend.snapshot(id);
      const hex = lines.slice(lines.findIndex((line) => line.endsWith('ready')) + 1).join('');
      return Buffer.from(hex, 'hex').toString();
    },
    async screen(id) {
      return (await stage.backend.snapshot(id)).lines.join('\n').trimEnd();
    },
    seen: (id, text) => expect.poll(() => stage.screen(id), PATIENCE).toContain(text),
    exited: (id) => expect.poll(async () => (await stage.backend.get(id))?.exit, PATIENCE).toBeDefined(),
    async type(id, ...steps) {
      typed += 1;
      await stage.backend.input(id, { key: `typed-${typed}`, steps });
    },
  };
  return stage;
}

/** Whether a process runs. One that ended and was not collected by its new parent yet does not. */
export function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
