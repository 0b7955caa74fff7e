import type { PluginEvent } from '@cao/plugin-sdk';

/** Facts about what happened. What agents or people wrote, asked or answered is in none of them. */
const FIELDS = new Set([
  'agent_name',
  'agent_profile',
  'attempts',
  'caller_id',
  'exit_code',
  'job_id',
  'message_id',
  'orchestration_type',
  'origin',
  'provider',
  'ready',
  'receiver',
  'sender',
  'session_name',
  'state',
  'status',
  'terminal_id',
  'turn_id',
  'type',
  'worker_id',
]);

/** Longer strings are no names. */
const MAX_LENGTH = 128;

export interface LogRecord {
  readonly id: number;
  readonly type: string;
  readonly at: string;
  readonly session_name: string | null;
  readonly terminal_id: string | null;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** What of an event may be written down: a list of fields, so that a field added later stays out until it is looked at. */
export function metadataOf(event: PluginEvent): LogRecord {
  const data = Object.entries(event.data).filter(([name, value]) => FIELDS.has(name) && isShort(value));
  return {
    id: event.id,
    type: event.type,
    at: event.at,
    session_name: event.session_name,
    terminal_id: event.terminal_id,
    data: Object.fromEntries(data) as LogRecord['data'],
  };
}

function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= MAX_LENGTH;
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}
