import { lstat, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { AgentProfile } from '@cao/contracts';
import { isMissing } from './names.ts';
import { writeAtomically } from './write.ts';

/** A profile that passed every check of an install, for whoever puts it among the agents of a CLI's own. */
export interface NativeRequest {
  /** Safe in file names. */
  readonly id: string;
  /** Placeholders replaced. */
  readonly profile: AgentProfile;
  readonly tools: readonly string[];
  readonly contextFile: string;
  /** Values of the placeholders in the prompt. */
  readonly values: Readonly<Record<string, string>>;
}

/** What is to be written for a CLI that keeps agents of its own. */
export interface NativeFiles {
  /** The agent's file; undefined when the CLI has none, or when it is the person's. */
  readonly agentFile: string | undefined;
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly links: readonly { readonly path: string; readonly to: string }[];
  readonly advisories: readonly string[];
}

/** May hold values from `.env`, so it is readable by its owner only. */
const PRIVATE = { mode: 0o600 };

export async function writeNativeFiles({ files, links }: Pick<NativeFiles, 'files' | 'links'>): Promise<void> {
  for (const { path: file, content } of files) await writeAtomically(file, content, PRIVATE);
  for (const link of links) {
    await mkdir(path.dirname(link.path), { recursive: true, mode: 0o700 });
    if (await isFree(link.path)) await symlink(link.to, link.path);
  }
}

async function isFree(place: string): Promise<boolean> {
  try {
    await lstat(place);
    return false;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}
