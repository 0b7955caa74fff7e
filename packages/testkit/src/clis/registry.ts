import type { CliDefinition } from './definition.ts';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import { gemini } from './gemini.ts';
import { kimi } from './kimi.ts';
import { opencode } from './opencode.ts';

/** The real agent CLIs that tests run. */
export const CLIS = { claude, codex, copilot, gemini, kimi, opencode } as const satisfies Readonly<
  Record<string, CliDefinition>
>;

export type CliName = keyof typeof CLIS;

export const CLI_NAMES = Object.keys(CLIS) as CliName[];
