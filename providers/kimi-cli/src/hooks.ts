import { isAtLeast, SINCE } from './version.ts';

/** A hook is one `cat` of a few milliseconds; on a machine under load it may take seconds. */
const TIMEOUT_SEC = 30;

/** Both name the conversation, the second also after `/new`. */
const SESSION_EVENTS = ['SessionStart', 'UserPromptSubmit'] as const;

export interface HookEntry {
  readonly event: string;
  readonly command: string;
  readonly timeout: number;
}

/** One unknown event makes all of `config.toml` invalid: only events that every version has, and only those that are needed. */
export function hooksFor(version: string | undefined, command: string): readonly HookEntry[] {
  const more = isAtLeast(version, SINCE.turnEnded) ? [] : ['StopFailure', 'PermissionRequest'];
  return [...SESSION_EVENTS, ...more].map((event) => ({ event, command, timeout: TIMEOUT_SEC }));
}
