/** The events CAO listens to, and nothing else: each costs the agent a process. */
const EVENTS = ['SessionStart', 'BeforeAgent', 'AfterAgent', 'Notification', 'SessionEnd'] as const;

/** A hook only appends a line; longer means that the disk hangs, and the agent must not hang with it. Milliseconds. */
const TIMEOUT_MS = 10_000;

/** Hooks of an extension; they run beside the person's own. */
export function hooksFile(command: string): object {
  // Gemini CLI marks what its shell tool starts. Another one in there has the same variables, but is not this terminal's agent.
  const own = `if [ -z "$GEMINI_CLI" ]; then ${command}; else cat >/dev/null; fi`;
  const hook = { type: 'command', name: 'cao', command: own, timeout: TIMEOUT_MS };
  return { hooks: Object.fromEntries(EVENTS.map((event) => [event, [{ matcher: '*', hooks: [hook] }]])) as unknown };
}
