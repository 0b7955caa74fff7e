import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { LaunchRequest } from '@cao/provider-sdk';

/** Files of a Kimi home to which a launch adds; the terminal has them of its own. */
export const OWN_FILES = {
  config: 'config.toml',
  tui: 'tui.toml',
  mcp: 'mcp.json',
  instructions: 'AGENTS.md',
} as const;

/** Folders into which Kimi files what outlives the terminal: conversations, logins, trust, what it downloaded. */
export const SHARED_FOLDERS = [
  'sessions',
  'credentials',
  'workspace-trust',
  'user-history',
  'plugins',
  'skills',
  'logs',
  'cache',
  'bin',
] as const;

/** Files of the person that Kimi writes in place and that may not exist yet. */
export const SHARED_FILES = ['session_index.jsonl', 'device_id'] as const;

/** Where Kimi Code keeps everything: the home of the person before the launch, of the terminal after it. */
export function kimiHome({ home, env }: Pick<LaunchRequest, 'home' | 'env'>): string {
  return env['KIMI_CODE_HOME'] || posix.join(home, '.kimi-code');
}

const MAX_SLUG = 40;
const HASH_LENGTH = 12;

/** The event stream of a conversation: Kimi Code files sessions by their folder, named by its last part and a hash of all of it. */
export function transcriptOf(kimiHome: string, cwd: string, sessionId: string): string {
  return posix.join(kimiHome, 'sessions', folderKey(cwd), sessionId, 'agents', 'main', 'wire.jsonl');
}

function folderKey(cwd: string): string {
  const path = cwd.replaceAll('\\', '/').replace(/\/+$/, '');
  const name = trimmed(
    posix
      .basename(path)
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-'),
  );
  const slug = trimmed(name.slice(0, MAX_SLUG));
  const hash = createHash('sha256').update(path).digest('hex').slice(0, HASH_LENGTH);
  return `wd_${['', '.', '..'].includes(slug) ? 'workspace' : slug}_${hash}`;
}

function trimmed(slug: string): string {
  return slug.replaceAll(/^-+|-+$/g, '');
}
