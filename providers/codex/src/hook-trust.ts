import { createHash } from 'node:crypto';
import { array, table, text, type Toml } from './toml.ts';

/** The hooks we need, by Codex's name of the event and the name it has in keys. */
const EVENTS = {
  SessionStart: 'session_start',
  UserPromptSubmit: 'user_prompt_submit',
  PermissionRequest: 'permission_request',
  Stop: 'stop',
} as const;

/** What Codex assumes for a hook that names no limit; it is part of what is hashed. */
const DEFAULT_TIMEOUT_SEC = 600;

/** Hooks given by `-c` are known to Codex under this path, which is no file. */
const SESSION_FLAGS = '/<session-flags>/config.toml';

/**
 * Value of `-c hooks=`: our hooks, and with each the trust that a person would otherwise be asked for. Only these exact commands
 * are trusted, only for this start; hooks of the user or the repository go on needing their own trust, and nothing is stored.
 */
export function hooksSetting(hookCommand: string): Toml {
  const command = shellCommand(hookCommand);
  const hook = table({ type: text('command'), command: text(command) });
  const trust: Record<string, Toml> = {};
  const settings: Record<string, Toml> = {};
  for (const [event, key] of Object.entries(EVENTS)) {
    settings[event] = array([table({ hooks: array([hook]) })]);
    trust[`${SESSION_FLAGS}:${key}:0:0`] = table({ trusted_hash: text(trustedHash(key, command)) });
  }
  return table({ ...settings, state: table(trust) });
}

/** Codex recognises a trusted hook by the SHA-256 of its definition as compact JSON with sorted keys. */
export function trustedHash(eventKey: string, command: string): string {
  const hook = { async: false, command, timeout: DEFAULT_TIMEOUT_SEC, type: 'command' };
  const definition = JSON.stringify({ event_name: eventKey, hooks: [hook] });
  return `sha256:${createHash('sha256').update(definition).digest('hex')}`;
}

/** Codex runs hooks with the user's own shell, which need not speak `sh`. */
function shellCommand(script: string): string {
  return `sh -c '${script.replaceAll("'", String.raw`'\''`)}'`;
}
