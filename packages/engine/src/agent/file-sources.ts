import { readFile } from 'node:fs/promises';
import type { AgentFacts, FileSource, Provider, Reported } from '@cao/provider-sdk';
import type { SourcePlace } from '@cao/state';
import type { Logger } from '../deps.ts';
import { isMissing, messageOf } from '../errors.ts';
import { createSerial } from '../serial.ts';
import { findFile } from './find-file.ts';
import { createReplyReader, type ReplyReader } from './reply-reader.ts';
import { readTail } from './tail.ts';
import type { FileWatcher } from './watch.ts';

export interface Offsets {
  get(source: string): SourcePlace | undefined;
  /** Stored in the transaction that applies the records. */
  set(source: string, place: SourcePlace): void;
}

/** A state file is small; anything bigger is not one. */
const MAX_JSON_BYTES = 1024 * 1024;

/** Follows the files in which a CLI writes what it does, and the signal file its hooks append to. */
export interface FileSources {
  /** Looks again which files there are and reads what is new; called when anything happened in the terminal. */
  poke(): void;
  /** Resolves when everything written before the call was read. */
  drained(): Promise<void>;
  /** The answer in a followed file that no turn end has taken yet; once. For turns whose end only others tell. */
  takeReply(): string | undefined;
  /** When each source last had something to say. */
  lastHeard(): ReadonlyMap<string, number>;
  close(): void;
}

export interface FileSourcesDeps {
  readonly provider: Provider;
  readonly facts: () => AgentFacts;
  readonly signalFile: string;
  readonly watcher: FileWatcher;
  readonly offsets: Offsets;
  readonly log: Logger;
  readonly now: () => number;
  /** Applies records; runs inside the transaction that moves the offset. */
  readonly apply: (source: string, events: readonly Reported[], commit: () => void) => void;
}

const SIGNAL = 'signal';

export function createFileSources(deps: FileSourcesDeps): FileSources {
  const { provider, watcher, offsets, log } = deps;
  const serial = createSerial();
  const watched = new Map<string, { path: string; stop: () => void }>();
  const heard = new Map<string, number>();
  const lastText = new Map<string, string>();
  let closed = false;
  let queued = false;

  function sources(): readonly FileSource[] {
    const signal: FileSource = { id: SIGNAL, path: deps.signalFile, format: 'jsonl' };
    return [signal, ...(provider.sources?.(deps.facts()) ?? [])];
  }

  async function locate(source: FileSource): Promise<string | undefined> {
    if (source.path !== undefined) return source.path;
    const place = offsets.get(source.id);
    if (place !== undefined) return place.path;
    return source.find && (await findFile(source.find, deps.facts().launchedAt));
  }

  function follow(id: string, path: string): void {
    if (watched.get(id)?.path === path) return;
    watched.get(id)?.stop();
    watched.delete(id);
    const stop = watcher.watch(path, poke);
    if (stop) watched.set(id, { path, stop });
  }

  function read(id: string, records: readonly unknown[], reader?: ReplyReader): Reported[] {
    const facts = deps.facts();
    return records.flatMap((record) => {
      if (id === SIGNAL) return [...provider.readSignal(record, facts)];
      reader?.note(record, facts);
      const events = provider.readRecord?.(id, record, facts) ?? [];
      return events.map((event) => reader?.complete(event) ?? event);
    });
  }

  async function drain(source: FileSource): Promise<void> {
    const path = await locate(source);
    if (path === undefined || closed) return;
    follow(source.id, path);
    if (source.format === 'json') return drainJson(source.id, path);
    const known = offsets.get(source.id);
    const batch = await readTail(path, known?.path === path ? known.offset : 0);
    if (batch.bad > 0) log.warn('lines that are no JSON', { source: source.id, path, lines: batch.bad });
    if (closed || (known?.path === path && known.offset === batch.offset)) return;
    if (batch.records.length > 0) heard.set(source.id, deps.now());
    const reader = createReplyReader(provider, source.id, known?.path === path ? known.reply : undefined);
    const events = read(source.id, batch.records, reader);
    const place = { path, offset: batch.offset };
    deps.apply(source.id, events, () =>
      offsets.set(source.id, reader.reply === undefined ? place : { ...place, reply: reader.reply }),
    );
  }

  async function drainJson(id: string, path: string): Promise<void> {
    try {
      const text = await readFile(path, 'utf8');
      if (closed || text.length > MAX_JSON_BYTES || lastText.get(id) === text) return;
      lastText.set(id, text);
      heard.set(id, deps.now());
      deps.apply(id, read(id, [JSON.parse(text)]), () => undefined);
    } catch (error) {
      // Half-written or gone: the next change brings the whole file.
      if (!isMissing(error) && !(error instanceof SyntaxError)) throw error;
    }
  }

  async function drainAll(): Promise<void> {
    queued = false;
    for (const source of sources()) {
      try {
        if (!closed) await drain(source);
      } catch (error) {
        log.warn('a source could not be read', { source: source.id, error: messageOf(error) });
      }
    }
  }

  /** Many changes at once are one reading. */
  function poke(): void {
    if (closed || queued) return;
    queued = true;
    void serial.run(drainAll);
  }

  return {
    poke,
    drained: () => serial.run(drainAll),
    takeReply() {
      for (const { id } of closed ? [] : sources()) {
        const place = offsets.get(id);
        if (place?.reply === undefined || place.reply.text === '') continue;
        offsets.set(id, { path: place.path, offset: place.offset });
        return place.reply.text;
      }
      return undefined;
    },
    lastHeard: () => heard,
    close() {
      closed = true;
      for (const { stop } of watched.values()) stop();
      watched.clear();
    },
  };
}
