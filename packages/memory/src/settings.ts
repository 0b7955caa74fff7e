import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** The section `memory` of `settings.json`. */
const MemorySettings = z.object({
  enabled: z.boolean().optional(),
  project_id: z.string().optional(),
});
export type MemorySettings = z.infer<typeof MemorySettings>;

/** Nothing when there is no file or it cannot be read: a broken file must not switch the memory off. */
export async function readMemorySettings(home: string): Promise<MemorySettings> {
  try {
    const value: unknown = JSON.parse(await readFile(path.join(home, 'settings.json'), 'utf8'));
    return z.object({ memory: MemorySettings.catch({}).default({}) }).parse(value).memory;
  } catch {
    return {};
  }
}
