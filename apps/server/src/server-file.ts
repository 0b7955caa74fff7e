import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** What a running server says about itself in `<home>/run/server.json`. */
const ServerFile = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  port: z.number().int().positive(),
  url: z.string(),
  version: z.string(),
  started_at: z.string(),
});
export type ServerFile = z.infer<typeof ServerFile>;

export function readServerFile(path: string): ServerFile | undefined {
  try {
    return ServerFile.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Readers see the old file or the new one, never half of it. */
export function writeServerFile(path: string, file: ServerFile): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(file)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Unless a successor has written its own meanwhile. */
export function removeServerFile(path: string, pid: number): void {
  if (readServerFile(path)?.pid === pid) rmSync(path, { force: true });
}
