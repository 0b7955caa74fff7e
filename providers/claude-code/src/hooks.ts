/**
 * The events CAO listens to, and nothing else: each costs the agent a process. Tool events are left out on purpose; they fire
 * for parallel tools while a question is open and would contradict the session file, which knows better.
 */
const EVENTS = ['SessionStart', 'UserPromptSubmit', 'Notification', 'Stop', 'StopFailure', 'SessionEnd'] as const;

/** A hook only appends a line; longer means that the disk hangs, and the agent must not hang with it. */
const TIMEOUT_SECONDS = 10;

/** Settings that add our hooks to the person's own. */
export function hookSettings(command: string): object {
  const hooks = EVENTS.map((event) => [event, [{ hooks: [{ type: 'command', command, timeout: TIMEOUT_SECONDS }] }]]);
  return { hooks: Object.fromEntries(hooks) as unknown };
}
