import { randomUUID } from 'node:crypto';
import { CaoError, type MemoryScope, type MemoryType } from '@cao/contracts';
import type { IndexedMemory, MemoryIndex } from '@cao/state';
import { BLOCK_SCOPES, ENTRIES_PER_SCOPE, renderBlock } from './block.ts';
import { MAX_FILES, MAX_FILE_BYTES, type FoundFile, type MemoryFiles } from './files.ts';
import { changeIndex, type IndexLine } from './index-page.ts';
import type { Exclusive } from './lock.ts';
import { contentOf, keyFrom, keyOf, tagsOf } from './names.ts';
import { SCOPE_ORDER, containerOf, placesOf, type Caller, type Place } from './places.ts';
import { isExpired } from './retention.ts';
import { search, type Hit, type Search } from './search.ts';
import { appendEntry, newTopic, parseTopic } from './topic.ts';

export interface NewMemory {
  readonly content: string;
  /** Made from the first words unless given. */
  readonly key?: string | undefined;
  readonly scope: MemoryScope;
  readonly type: MemoryType;
  /** Separated by commas. */
  readonly tags?: string | undefined;
  /** Milliseconds. The same content at the same second is the same entry, so a store may be repeated. */
  readonly at: number;
}

export interface StoredMemory {
  readonly key: string;
  readonly scope: MemoryScope;
  readonly scopeId: string | null;
  readonly filePath: string;
  readonly action: 'created' | 'updated';
}

export type FoundFact = Hit & { readonly filePath: string };

/** Facts of agents as Markdown files. Any number of processes may use one memory at once. */
export interface MemoryStore {
  /** Throws `invalid_input` when the caller has no such scope, `too_large` for more than a fact. */
  store(memory: NewMemory, caller: Caller): Promise<StoredMemory>;
  /** In the named scope, or in all the caller has, nearest first. */
  recall(question: Search & { readonly scope?: MemoryScope | undefined }, caller: Caller): Promise<FoundFact[]>;
  /** Everything in these places, newest first. */
  list(places: readonly Place[], filter: { type?: MemoryType | undefined; limit: number }): Promise<FoundFact[]>;
  /** The fact of one name in each of these places. */
  find(key: string, places: readonly Place[]): Promise<FoundFact[]>;
  /** Whether there was one. */
  forget(key: string, place: Place): Promise<boolean>;
  /** What a new agent is told before its first input; empty when there is nothing. */
  block(caller: Caller): Promise<string>;
  /** Every place with facts. */
  places(): Promise<Place[]>;
  /** Removes what has outlived its scope; returns how many. */
  expire(): Promise<number>;
  close(): void;
}

export interface StoreParts {
  readonly files: MemoryFiles;
  readonly index: MemoryIndex;
  readonly exclusive: Exclusive;
  readonly now: () => number;
}

const INDEX_PAGE = 'index.md';
/** Files read and indexed in one go; others get their turn in between. */
const AT_ONCE = 100;

export function createStore({ files, index, exclusive, now }: StoreParts): MemoryStore {
  /** Brings the index to what the files say now, whoever changed them. */
  async function refresh(places: readonly Place[]): Promise<void> {
    await Promise.all(places.map(({ folder }) => refreshFolder(folder)));
  }

  async function refreshFolder(folder: string): Promise<void> {
    const found = await files.scan(folder);
    const known = index.stamps(folder);
    const changed = found.filter(({ key, stamp }) => known.get(key) !== stamp);
    const there = new Set(found.map(({ key }) => key));
    const remove = [...known.keys()].filter((key) => !there.has(key));
    if (remove.length > 0) index.update(folder, { put: [], remove });
    for (let at = 0; at < changed.length; at += AT_ONCE) {
      const read = await Promise.all(changed.slice(at, at + AT_ONCE).map((file) => readMemory(folder, file)));
      index.update(folder, { put: read.flat(), remove: [] });
    }
  }

  async function readMemory(folder: string, { key, stamp, changedAt }: FoundFile): Promise<IndexedMemory[]> {
    const text = await files.read(folder, `${key}.md`);
    if (text === undefined) return [];
    const { type, tags, content, createdAt = changedAt, updatedAt = changedAt } = parseTopic(text);
    return [{ folder, key, stamp, type, tags, content, folded: text.toLowerCase(), createdAt, updatedAt }];
  }

  async function changePage(place: Place, key: string, at: number, line?: IndexLine): Promise<void> {
    const wiki = `${containerOf(place.scope, place.scopeId)}/wiki`;
    const page = await files.read(wiki, INDEX_PAGE);
    if (page === undefined && line === undefined) return;
    const file = `${place.folder.slice(wiki.length + 1)}/${key}.md`;
    await files.write(wiki, INDEX_PAGE, changeIndex(page ?? '', { scope: place.scope, file, at, line }));
  }

  const withPath = (hit: Hit): FoundFact => ({ ...hit, filePath: files.path(hit.folder, `${hit.key}.md`) });

  async function find(key: string, places: readonly Place[]): Promise<FoundFact[]> {
    await refresh(places);
    const all = await Promise.all(
      places.map(async (place) => {
        const hits = index.containing([], { folders: [place.folder], limit: MAX_FILES });
        return hits.filter((hit) => hit.key === key).map((hit) => withPath({ ...hit, ...place }));
      }),
    );
    return all.flat();
  }

  async function remove(place: Place, key: string, at: number): Promise<boolean> {
    const removed = await files.remove(place.folder, `${key}.md`);
    await changePage(place, key, at);
    return removed;
  }

  return {
    find,
    places: () => files.places(),
    close: () => index.close(),
    async store(memory, caller) {
      const content = contentOf(memory.content);
      const key = memory.key === undefined ? keyFrom(content) : keyOf(memory.key);
      const tags = tagsOf(memory.tags ?? '');
      const place = writingPlace(memory.scope, caller);
      const file = `${key}.md`;
      return exclusive(async () => {
        const before = await files.read(place.folder, file);
        if (before === undefined && (await files.scan(place.folder)).length >= MAX_FILES) {
          throw new CaoError('too_large', `This ${place.scope} memory has ${MAX_FILES} facts already.`, {
            hint: 'Forget what is no longer needed.',
          });
        }
        const known = parseTopic(before ?? '');
        const header = {
          id: known.id === '' ? randomUUID() : known.id,
          scope: place.scope,
          type: memory.type,
          tags,
        };
        const repeated = known.content === content && known.updatedAt === Math.trunc(memory.at / 1000) * 1000;
        if (!repeated || before === undefined) {
          const entry = { at: memory.at, content };
          const text = before === undefined ? newTopic(key, header, entry) : appendEntry(before, header, entry);
          if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
            throw new CaoError('too_large', `The history of '${key}' has reached ${MAX_FILE_BYTES} bytes.`, {
              hint: 'Forget the key first, or choose another.',
            });
          }
          await files.write(place.folder, file, text);
        }
        const line = { key, type: memory.type, tags, content, updatedAt: memory.at };
        await changePage(place, key, memory.at, line);
        return {
          key,
          scope: place.scope,
          scopeId: place.scopeId,
          filePath: files.path(place.folder, file),
          action: before === undefined ? 'created' : 'updated',
        };
      });
    },
    async recall({ scope, ...question }, caller) {
      const places = (scope === undefined ? SCOPE_ORDER : [scope]).flatMap((one) => placesOf(one, caller));
      await refresh(places);
      return search(index, places, question).map((hit) => withPath(hit));
    },
    async list(places, { type, limit }) {
      await refresh(places);
      const byFolder = new Map(places.map((place) => [place.folder, place]));
      return index.containing([], { folders: [...byFolder.keys()], type, limit }).flatMap((memory) => {
        const place = byFolder.get(memory.folder);
        return place === undefined ? [] : [withPath({ ...memory, ...place })];
      });
    },
    forget: (key, place) => exclusive(() => remove(place, key, now())),
    async block(caller) {
      const places = BLOCK_SCOPES.map((scope) => placesOf(scope, caller));
      await refresh(places.flat());
      const newest = { query: '', mode: 'metadata', limit: ENTRIES_PER_SCOPE } as const;
      return renderBlock(places.map((group) => search(index, group, newest)));
    },
    async expire() {
      const at = now();
      const places = await files.places();
      await refresh(places);
      let count = 0;
      for (const place of places) {
        for (const memory of index.containing([], { folders: [place.folder], limit: MAX_FILES })) {
          if (!isExpired({ ...memory, scope: place.scope }, at)) continue;
          count += await exclusive(async () => {
            // Somebody may have stored it again since.
            const text = await files.read(place.folder, `${memory.key}.md`);
            const { type, updatedAt = memory.updatedAt } = parseTopic(text ?? '');
            if (text === undefined || !isExpired({ scope: place.scope, type, updatedAt }, at)) return 0;
            return (await remove(place, memory.key, at)) ? 1 : 0;
          });
        }
      }
      return count;
    },
  };
}

function writingPlace(scope: MemoryScope, caller: Caller): Place {
  const [place] = placesOf(scope, caller);
  if (place !== undefined) return place;
  throw new CaoError('invalid_input', `There is no ${scope} to remember this for.`, {
    hint: 'Name another scope: global is always there.',
  });
}
