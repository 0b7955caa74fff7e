/** The real agent CLIs that tests run, each at its present version and at one at least twenty releases older. */
export const REAL_CLIS = {
  claude: { package: '@anthropic-ai/claude-code', current: '2.1.330', old: '2.1.197' },
  codex: { package: '@openai/codex', current: '0.169.0', old: '0.147.0' },
} as const;

export type RealCliName = keyof typeof REAL_CLIS;
