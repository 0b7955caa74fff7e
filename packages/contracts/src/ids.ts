import { z } from 'zod';

/** Eight lower-case hex digits; the only name of a terminal that is safe in a path, a URL or an environment variable. */
export const TerminalId = z.string().regex(/^[a-f0-9]{8}$/, 'a terminal id is 8 lower-case hex digits');
export type TerminalId = z.infer<typeof TerminalId>;

/** Session and terminal names, whole string, prefix included. */
export const Name = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/, 'a name is 1 to 64 letters, digits, _ or -, not starting with -');
export type Name = z.infer<typeof Name>;

/** Profile names become part of terminal names (`<profile>-<4 hex>`), hence 59 characters at launch. */
export const ProfileName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,58}$/, 'a profile name is 1 to 59 letters, digits, _ or -');
export type ProfileName = z.infer<typeof ProfileName>;

/** Snake case on every wire (`claude_code`); an open set, since providers are npm packages. */
export const ProviderId = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'a provider id is snake_case');
export type ProviderId = z.infer<typeof ProviderId>;

/** Turns, jobs and tool calls: time-ordered opaque ids (`t_…`, `j_…`, `c_…`). */
export const TurnId = z.string().regex(/^t_[0-9a-z]{16,32}$/, 'not a turn id');
export type TurnId = z.infer<typeof TurnId>;
export const JobId = z.string().regex(/^j_[0-9a-z]{16,32}$/, 'not a job id');
export type JobId = z.infer<typeof JobId>;
export const CallId = z.string().regex(/^c_[0-9a-z]{16,32}$/, 'not a call id');
export type CallId = z.infer<typeof CallId>;

/** Somebody outside every session who uses the operations tools: the sender of their messages, and whose calls they are. */
export const OPERATOR = 'cao-ops-mcp';

export const SESSION_PREFIX = 'cao-';
export const DEFAULT_PROVIDER = 'kiro_cli';
export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 9889;

/** Largest text accepted as one message or task, in UTF-8 bytes. 100 KB must pass; a megabyte leaves room and bounds memory. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Bytes of the UTF-8 form, without Node's Buffer so that this stays browser-safe. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** ISO 8601 in UTC with `Z`. */
export const Timestamp = z.iso.datetime();
export type Timestamp = z.infer<typeof Timestamp>;

/** Adds the `cao-` prefix unless it is already there. */
export function sessionName(name: string): string {
  return name.startsWith(SESSION_PREFIX) ? name : SESSION_PREFIX + name;
}
