import { randomUUID } from 'node:crypto';
import type { SpawnSpec, TerminalBackend, TerminalEvent, TerminalFacts, Viewer } from './backend.ts';
import { call, holdCallbacks } from './callbacks.ts';
import { checkLaunch } from './core/launch-check.ts';
import { LiveTerminal, type TerminalContext } from './core/live-terminal.ts';
import { checkRange, checkSize, checkSpec, clampSize } from './core/spec-check.ts';
import { isTerminalError, TerminalError, terminalGone } from './errors.ts';

/** Rows kept above the screen, for viewers who join. Everything older is in the log; a row costs 2.4 KB at 200 columns. */
const SCROLLBACK_ROWS = 100;

/** Between hang-up and kill: a shell or agent CLI saves its state in a fraction of this. */
const REMOVE_GRACE_MS = 2_000;

export interface LocalBackendOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Told what went wrong where no caller waits for an answer. */
  readonly warn?: (message: string) => void;
  readonly scrollback?: number;
  readonly removeGraceMs?: number;
}

export interface LocalBackend extends TerminalBackend {
  /** Terminals whose program runs, and terminals whose program ended and that nobody removed. */
  counts(): { readonly running: number; readonly exited: number };
}

/** Terminals in this process: what the host is made of. They end with the process. */
export function createLocalBackend(options: LocalBackendOptions = {}): LocalBackend {
  const { now = Date.now, warn = () => {}, scrollback = SCROLLBACK_ROWS, removeGraceMs = REMOVE_GRACE_MS } = options;
  const terminals = new Map<string, LiveTerminal>();
  const spawning = new Map<string, Promise<LiveTerminal>>();
  const removing = new Map<string, Promise<void>>();
  const listeners = new Set<(event: TerminalEvent) => void>();

  const emit = (event: TerminalEvent): void => {
    for (const listener of listeners) call(() => listener(event));
  };
  const context: TerminalContext = { now, emit, warn, scrollback };
  const find = (id: string): LiveTerminal => {
    const terminal = terminals.get(id);
    if (!terminal) throw terminalGone(id);
    return terminal;
  };

  let ending = false;

  const spawn = async (spec: SpawnSpec): Promise<LiveTerminal> => {
    checkSpec(spec);
    await removing.get(spec.id);
    if (ending) throw new TerminalError('host_unavailable', 'The terminals are being shut down.');
    const program = await checkLaunch(spec);
    const terminal = startTerminal(spec, program, context);
    terminals.set(spec.id, terminal);
    return terminal;
  };

  const remove = async (id: string): Promise<void> => {
    await spawning.get(id)?.catch(() => {});
    const terminal = terminals.get(id);
    if (!terminal) return;
    await terminal.remove(removeGraceMs);
    terminals.delete(id);
  };

  const backend: LocalBackend = {
    instance: randomUUID(),
    kind: 'local',
    counts() {
      const exited = [...terminals.values()].filter((terminal) => terminal.exited).length;
      return { running: terminals.size - exited + spawning.size, exited };
    },
    async spawn(spec) {
      const there = removing.has(spec.id) ? undefined : terminals.get(spec.id);
      if (there) return there.facts();
      const started = spawning.get(spec.id) ?? spawn(spec).finally(() => spawning.delete(spec.id));
      spawning.set(spec.id, started);
      return (await started).facts();
    },
    async list(): Promise<readonly TerminalFacts[]> {
      return [...terminals.values()].map((terminal) => terminal.facts());
    },
    async get(id) {
      return terminals.get(id)?.facts();
    },
    async snapshot(id) {
      return find(id).snapshot();
    },
    async render(id, { maxLines } = {}) {
      return find(id).display.render(maxLines);
    },
    async readLog(id, range) {
      return find(id).display.readLog(checkRange(range));
    },
    async input(id, batch) {
      return find(id).input(batch);
    },
    async resize(id, size) {
      checkSize(size);
      await find(id).resize(size);
    },
    async signal(id, signal) {
      find(id).signal(signal);
    },
    remove(id) {
      const running = removing.get(id) ?? remove(id).finally(() => removing.delete(id));
      removing.set(id, running);
      return running;
    },
    async attach(id, viewer): Promise<Viewer> {
      const { control } = viewer;
      const held = holdCallbacks(control ? { ...viewer, control: clampSize(control) } : viewer);
      const attached = find(id).attach(held.options);
      held.release();
      return {
        ...attached,
        resize: (size) => attached.resize(clampSize(size)),
        control: (take, size) => attached.control(take, size && clampSize(size)),
      };
    },
    on(listener) {
      const entry = (event: TerminalEvent): void => listener(event);
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    onLost() {
      return () => {};
    },
    async close() {
      listeners.clear();
    },
    async shutdown() {
      ending = true;
      await Promise.all([...new Set([...terminals.keys(), ...spawning.keys()])].map((id) => backend.remove(id)));
      listeners.clear();
    },
  };
  return backend;
}

function startTerminal(spec: SpawnSpec, program: string, context: TerminalContext): LiveTerminal {
  try {
    return new LiveTerminal(spec, program, context);
  } catch (error) {
    if (isTerminalError(error)) throw error;
    throw new TerminalError('spawn_failed', `The program was not started: ${String(error)}.`, { cause: error });
  }
}
