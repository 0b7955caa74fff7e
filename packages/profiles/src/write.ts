import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export interface WriteOptions {
  readonly mode?: number;
  /** Fails with `EEXIST` where a file is: of two that write at once one fails. */
  readonly fresh?: boolean;
}

/** Readers see the old file or the whole new one. The temporary name is unique, so that two writers do not mix. */
export async function writeAtomically(file: string, content: string, options: WriteOptions = {}): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', options.mode ?? 0o644);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await (options.fresh ? link(temporary, file) : rename(temporary, file));
  } finally {
    await rm(temporary, { force: true });
  }
}
