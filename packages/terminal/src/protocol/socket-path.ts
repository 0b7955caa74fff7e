import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TerminalError } from '../errors.ts';

export const SOCKET_NAME = 'host.sock';

/** Socket paths end at 104 bytes on macOS and 108 on Linux, and the system cuts them without a word. */
const MAX_SOCKET_PATH = 100;

export interface SocketPlace {
  readonly runDir: string;
  /** Where sockets go when the path below `runDir` is too long. */
  readonly tmpDir: string;
}

/** The directory of the host's socket: made if it is missing, private to this user. */
export async function socketDirectory({ runDir, tmpDir }: SocketPlace): Promise<string> {
  await mkdir(runDir, { recursive: true, mode: 0o700 });
  await chmod(runDir, 0o700);
  if (Buffer.byteLength(join(runDir, SOCKET_NAME)) <= MAX_SOCKET_PATH) return runDir;
  const uid = process.getuid?.() ?? 0;
  const directory = join(tmpDir, `cao-${uid}-${createHash('sha256').update(runDir).digest('hex').slice(0, 16)}`);
  await mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  // Anyone may have made it first in a directory that everyone writes to.
  const facts = await lstat(directory);
  if (!facts.isDirectory() || facts.uid !== uid || (facts.mode & 0o077) !== 0) {
    throw new TerminalError('host_unavailable', `The directory ${directory} is not private to this user.`, {
      hint: 'Remove it, or move the home to a shorter path.',
    });
  }
  return directory;
}
