/** What a person has in hand when they begin: the shell blocks of the session skill, line for line as they are printed there. */

export const CHECK = `curl -sf http://localhost:9889/sessions >/dev/null && echo OK || echo "start cao-server"`;

export const PROFILES = 'curl -sf http://localhost:9889/agents/profiles';

export const OWN_PROFILES = 'ls ~/.aws/cli-agent-orchestrator/agent-store/';

export const INSTALLED_PROFILES = 'ls ~/.aws/cli-agent-orchestrator/agent-context/';

export const NATIVE_PROFILES = 'kiro-cli agent list';

export const EXAMPLE = `# Optional — skip if your CAO is already configured with these profiles.
# Provider-agnostic: \`cao install\` works for any provider.
cao install code_supervisor
cao install developer
cao install reviewer
# Launch headlessly (assumes cao-server is already running)
cao launch --agents code_supervisor --headless --yolo \\
--session-name my-task --working-directory '/path/to/project' \\
"Build a hello-world Python script. Delegate to developer, then reviewer."
# Same launch on a different provider
# cao launch --agents code_supervisor --provider claude_code --headless --yolo \\
# --session-name my-task --working-directory '/path/to/project' "..."
# Check progress / final output
cao session status cao-my-task
cao session status cao-my-task --workers
# Clean up
cao shutdown --session cao-my-task
`;

export const LAUNCH = `cao launch --agents <profile> --headless --yolo \\
--session-name <name> --working-directory '<path>' "<task>"
`;

export const FOLLOW_UP = 'cao session send SESSION "<follow-up question>" --terminal <worker-terminal-id>';

export const STUCK = `cao session status SESSION --workers
cao session status SESSION --terminal <worker-terminal-id>
cao session send SESSION "continue your work, then send results to terminal <conductor-terminal-id>" --terminal <worker-terminal-id>
`;

/** The providers that the skill names for \`--provider\`. */
export const PROVIDERS = [
  'kiro_cli',
  'claude_code',
  'codex',
  'gemini_cli',
  'kimi_cli',
  'copilot_cli',
  'opencode_cli',
  'q_cli',
];

/** Fills in what stands in a snippet for a word of the person's. */
export function fill(snippet: string, words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce((text, [place, word]) => text.replaceAll(place, word), snippet);
}
