import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readFile, readdir, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { CaoError } from '@cao/contracts';
import { isFolderName, placeOf, type Place } from './places.ts';

/** A file of sentences; a larger one is a mistake or an attack on memory. */
export const MAX_FILE_BYTES = 1024 * 1024;
/** Every file of a folder is looked at when one of them is asked for. */
export const MAX_FILES = 2000;

/** Facts are for their user alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

const TOPIC_FILE = /^([a-z0-9-]{1,60})\.md$/;

export interface FoundFile {
  readonly key: string;
  /** Changes whenever the file does. */
  readonly stamp: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

/** The files below the memory's root. No name and no link leads out of it. */
export interface MemoryFiles {
  path(folder: string, name: string): string;
  /** The facts of a folder; none when there is no such folder. Links and files too large to be facts are passed over. */
  scan(folder: string): Promise<FoundFile[]>;
  /** Undefined when there is no such file. */
  read(folder: string, name: string): Promise<string | undefined>;
  /** Readers see the old file or the whole new one. */
  write(folder: string, name: string, text: string): Promise<void>;
  /** Whether there was one. */
  remove(folder: string, name: string): Promise<boolean>;
  /** Every place there is. */
  places(): Promise<Place[]>;
}

export function createFiles(root: string): MemoryFiles {
  async function names(folder: string): Promise<string[]> {
    const inside = await confined(folder);
    return inside === undefined ? [] : readdir(inside).catch(missing<string[]>([]));
  }

  /** The real path of a folder, which must be what its name says. */
  async function confined(folder: string): Promise<string | undefined> {
    try {
      const [realRoot, real] = await Promise.all([realpath(root), realpath(path.join(root, folder))]);
      if (real === path.join(realRoot, folder)) return real;
    } catch (error) {
      return missing<undefined>(undefined)(error);
    }
    throw new CaoError('forbidden', `The memory's folder ${folder} is a link to another place.`, {
      hint: `Remove it below ${root}, or put a real folder there.`,
    });
  }

  async function sub(folder: string): Promise<string[]> {
    return (await names(folder)).filter(isFolderName);
  }

  return {
    path: (folder, name) => path.join(root, folder, name),
    async scan(folder) {
      const inside = await confined(folder);
      if (inside === undefined) return [];
      const keys = (await names(folder)).flatMap((name) => TOPIC_FILE.exec(name)?.[1] ?? []);
      const found = await Promise.all(
        keys.toSorted().map(async (key): Promise<FoundFile[]> => {
          const facts = await lstat(path.join(inside, `${key}.md`)).catch(missing(undefined));
          if (facts?.isFile() !== true || facts.size > MAX_FILE_BYTES) return [];
          return [{ key, stamp: `${facts.ino}:${facts.size}:${facts.mtimeMs}`, changedAt: Math.trunc(facts.mtimeMs) }];
        }),
      );
      return found.flat();
    },
    async read(folder, name) {
      const inside = await confined(folder);
      if (inside === undefined) return undefined;
      const file = path.join(inside, name);
      const facts = await lstat(file).catch(missing(undefined));
      if (facts === undefined) return undefined;
      if (facts.isFile() && facts.size <= MAX_FILE_BYTES) return readFile(file, 'utf8').catch(missing(undefined));
      throw new CaoError('conflict', `${file} is no file of the memory.`, {
        hint: `One is a plain file of at most ${MAX_FILE_BYTES} bytes.`,
      });
    },
    async write(folder, name, text) {
      await mkdir(path.join(root, folder), { recursive: true, mode: FOLDER_MODE });
      const inside = await confined(folder);
      const file = path.join(inside ?? path.join(root, folder), name);
      const temporary = path.join(path.dirname(file), `.${name}.${randomBytes(6).toString('hex')}.tmp`);
      try {
        const handle = await open(temporary, 'wx', FILE_MODE);
        try {
          await handle.writeFile(text);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, file);
      } finally {
        await rm(temporary, { force: true });
      }
    },
    async remove(folder, name) {
      const inside = await confined(folder);
      if (inside === undefined) return false;
      try {
        await rm(path.join(inside, name));
        return true;
      } catch (error) {
        return missing(false)(error);
      }
    },
    async places() {
      const projects = (await sub('')).map((id) => placeOf('project', id));
      const nested = await Promise.all(
        (['session', 'agent'] as const).map(async (scope) =>
          (await sub(`global/wiki/${scope}`)).map((id) => placeOf(scope, id)),
        ),
      );
      return [placeOf('global', null), ...projects, ...nested.flat()];
    },
  };
}

/** What stands in for something that is not there; anything else goes wrong as it is. */
function missing<T>(instead: T): (error: unknown) => T {
  return (error) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return instead;
    throw error;
  };
}
