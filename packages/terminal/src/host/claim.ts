import { link, readdir, rename, unlink } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { SOCKET_NAME } from '../protocol/socket-path.ts';

/** Another starter won or withdrew meanwhile; each round means that somebody else got further. */
const MAX_ROUNDS = 100;

export interface Claim {
  /** Withdraws the name, so that the next host can have it; before the server is closed. */
  release(): Promise<void>;
}

/**
 * Makes `server` the one host of a directory, or returns undefined because there is one.
 *
 * A socket that answers proves a living process better than any lock file, but taking over the name of a dead one is not atomic.
 * So each host holds a numbered socket, given out once: a candidate that finds the highest number dead links its own, already
 * listening socket to the next number. Exactly one link succeeds. A candidate that was asleep meanwhile and got a lower number
 * sees the higher one afterwards and withdraws. Only the holder of the highest number renames the public socket.
 */
export async function claimDirectory(directory: string, server: Server): Promise<Claim | undefined> {
  const own = join(directory, `t${randomBytes(4).toString('hex')}.s`);
  await listen(server, own);
  const number = await claimNumber(directory, own);
  if (number === undefined) {
    await unlinkIfThere(own);
    return undefined;
  }
  const publicName = join(directory, SOCKET_NAME);
  await rename(own, publicName);
  for (const older of await numbers(directory)) if (older < number) await unlinkIfThere(numbered(directory, older));
  return {
    async release() {
      await unlinkIfThere(publicName);
      await unlinkIfThere(numbered(directory, number));
    },
  };
}

/** Whether a host answers already; the cheap question before the dear one. */
export async function isServed(directory: string): Promise<boolean> {
  const highest = Math.max(0, ...(await numbers(directory)));
  return highest > 0 && isAlive(numbered(directory, highest));
}

async function claimNumber(directory: string, own: string): Promise<number | undefined> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const highest = Math.max(0, ...(await numbers(directory)));
    if (highest > 0 && (await isAlive(numbered(directory, highest)))) return undefined;
    const number = highest + 1;
    const won = await link(own, numbered(directory, number)).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (!won) continue;
    if ((await numbers(directory)).every((other) => other <= number)) return number;
    await unlinkIfThere(numbered(directory, number));
  }
  throw new Error(`no host could be settled on in ${directory}`);
}

function numbered(directory: string, number: number): string {
  return join(directory, `g${number}.s`);
}

async function numbers(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.flatMap((name) => /^g(\d{1,9})\.s$/.exec(name)?.[1] ?? []).map(Number);
}

/** Only a refusal is a proof of death: a socket is visible here when it listens already. */
function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
    });
  });
}

/** The mask counts while the name is made, which is before `listen` returns. Programs of agents must not inherit it. */
function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(mask);
    }
  });
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
