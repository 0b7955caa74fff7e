import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalBackend, type ScreenSnapshot, type Size } from '@cao/terminal';
import { expect } from 'vitest';

/** Writes a file to its terminal as it is, then stays. */
const PLAYER = 'stty raw -echo; cat "$0"; exec sleep 600';
/** A machine under load may take seconds to start a process. */
const PATIENCE = { timeout: 20_000, interval: 10 };

/** What the terminals of CAO make of recorded bytes. */
export async function render(bytes: Uint8Array, size: Size): Promise<ScreenSnapshot> {
  const folder = await mkdtemp(join(tmpdir(), 'kimi-screen-'));
  const backend = createLocalBackend({ removeGraceMs: 0 });
  const file = join(folder, 'screen.bin');
  const env = { PATH: process.env['PATH'] ?? '' };
  try {
    await writeFile(file, bytes);
    const argv = ['sh', '-c', PLAYER, file] as const;
    const { id } = await backend.spawn({
      id: '0a1b2c3d',
      argv,
      cwd: folder,
      env,
      size,
      logPath: join(folder, 'log'),
      labels: {},
    });
    await expect.poll(async () => (await backend.get(id))?.logBytes, PATIENCE).toBe(bytes.length);
    return await backend.snapshot(id);
  } finally {
    await backend.shutdown();
    await rm(folder, { recursive: true, force: true });
  }
}
