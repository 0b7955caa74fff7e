import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CaoEvent, EventType } from '@cao/contracts';
import type { Logger } from '@cao/plugin-sdk';
import { onTestFinished } from 'vitest';
import {
  createRegistry,
  discover,
  type EventSource,
  type Limits,
  type Registry,
  type StartPluginsOptions,
} from '../src/index.ts';

/** A folder that goes with the test; its real path, since the host resolves links. */
export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cao-host-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface PackageFiles {
  readonly name: string;
  readonly version?: string;
  readonly type?: 'module' | 'commonjs';
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly cao?: unknown;
  readonly files?: Readonly<Record<string, string>>;
}

/** Writes a package. Like many real ones it exports nothing but its entry, so `require('<name>/package.json')` fails. */
export function writePackage(directory: string, { files = {}, ...manifest }: PackageFiles): string {
  const json = { version: '1.0.0', type: 'module', exports: { '.': './index.js' }, ...manifest };
  write(join(directory, 'package.json'), JSON.stringify(json));
  for (const [path, content] of Object.entries(files)) write(join(directory, path), content);
  return directory;
}

export function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A managed folder with packages as direct dependencies. */
export function writeProject(packages: readonly PackageFiles[]): string {
  const directory = join(tempFolder(), 'plugins');
  const dependencies = Object.fromEntries(packages.map(({ name }) => [name, '*']));
  writePackage(directory, { name: 'managed', dependencies });
  for (const files of packages) writePackage(join(directory, 'node_modules', files.name), files);
  return directory;
}

export function pluginPackage(name: string, source: string, extra: Partial<PackageFiles> = {}): PackageFiles {
  return { name, cao: { apiVersion: 1, plugins: { [name]: './index.js' } }, files: { 'index.js': source }, ...extra };
}

interface LogLine {
  readonly level: keyof Logger;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

function recordingLogger(): { logger: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Logger) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, message, fields });
  return { logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}

export interface Host {
  readonly registry: Registry;
  readonly lines: LogLine[];
  /** What the test's plugins wrote with `globalThis[trace].push(...)`. */
  readonly trace: string[];
  readonly home: string;
  readonly start: (
    options?: Record<string, Record<string, unknown>>,
    rest?: Partial<StartPluginsOptions>,
  ) => Promise<void>;
}

/** A registry over packages of which each may write to `trace` (the word TRACE in their sources). */
export function hostOf(
  packages: readonly PackageFiles[],
  limits: Partial<Limits> = {},
  disabled: readonly string[] = [],
): Host {
  const key = `trace${Math.random()}`;
  const trace: string[] = [];
  Reflect.set(globalThis, key, trace);
  const place = ({ files = {}, ...rest }: PackageFiles): PackageFiles => ({
    ...rest,
    files: Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.replaceAll('TRACE', `globalThis['${key}'].push`)]),
    ),
  });
  const directory = writeProject(packages.map(place));
  const { logger, lines } = recordingLogger();
  const discovery = discover({ roots: [{ source: 'managed', directory }] });
  const registry = createRegistry({ discovery, logger, limits, disabled });
  onTestFinished(async () => {
    await registry.stop();
    Reflect.deleteProperty(globalThis, key);
  });
  const home = dirname(directory);
  return {
    registry,
    lines,
    trace,
    home,
    start: (options = {}, rest = {}) => registry.startPlugins({ home, options, ...rest }),
  };
}

let lastId = 0;

export function event(type: EventType, data: Record<string, unknown> = {}): CaoEvent {
  lastId += 1;
  return { id: lastId, type, at: '2030-01-01T00:00:00.000Z', session_name: 'cao-a', terminal_id: null, data };
}

/** Source of a provider module that has everything the contract asks for. */
export function providerSource(id: string, head = 'export const provider ='): string {
  return `${head} {
    id: '${id}', title: 'T', binary: 'x', versionArgs: [], parseVersion() {}, installHint: 'h',
    capabilities: { toolRestriction: 'advisory', resume: false, mcp: 'http', nativeAgents: false, commandPrefixes: [] },
    inheritEnv: [], plan() {}, readScreen() {}, readSignal() {}, readReply() {}, submit() {}, resubmit: [],
    answer() {}, interrupt: [], exit: [],
  };`;
}

/** A log of events in memory, with places of plugins. */
export function eventLog(): EventSource & { readonly cursors: Map<string, number>; add(event: CaoEvent): CaoEvent } {
  const events: CaoEvent[] = [];
  const cursors = new Map<string, number>();
  return {
    cursors,
    add(event) {
      events.push(event);
      return event;
    },
    since: (after, limit) => events.filter(({ id }) => id > after).slice(0, limit),
    lastId: () => events.at(-1)?.id ?? 0,
    cursor: (plugin) => cursors.get(plugin),
    keepCursor: (plugin, id) => void cursors.set(plugin, id),
  };
}
