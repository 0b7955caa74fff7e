import { join } from 'node:path';
import type { LaunchPlan } from '@cao/provider-sdk';

/**
 * The events CAO listens to. `agentStop` and `notification` say nothing here that the events file does not; but only a hook
 * that runs is written down there, and its record is the one true end of a turn.
 */
const EVENTS = ['sessionStart', 'userPromptSubmitted', 'notification', 'agentStop', 'sessionEnd'] as const;

/** A hook only appends a line; longer means that the disk hangs, and the agent must not hang with it. */
const TIMEOUT_SECONDS = 10;

/** A plugin for one start: its hooks run beside those of the person and the repository. */
export function pluginFiles(folder: string, hookCommand: string): NonNullable<LaunchPlan['files']> {
  const hooks = EVENTS.map((event) => [
    event,
    [{ type: 'command', bash: namedHook(event, hookCommand), timeoutSec: TIMEOUT_SECONDS }],
  ]);
  const plugin = { name: 'cao', version: '1.0.0', description: 'Tells CAO what this agent does.', hooks: 'hooks.json' };
  return [
    { path: join(folder, 'plugin.json'), content: json(plugin) },
    { path: join(folder, 'hooks.json'), content: json({ version: 1, hooks: Object.fromEntries(hooks) as unknown }) },
  ];
}

/** What a hook gets does not say of which event it is, so each event has a command that does. */
function namedHook(event: string, hookCommand: string): string {
  return `{ printf '{"event":"${event}","payload":'; cat; printf '}'; } | { ${hookCommand}\n}`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
