/**
 * Of the person's environment: where OpenCode keeps its things, how it is set up, and keys. `OPENCODE*` is not taken whole: a server
 * that was itself started from OpenCode would hand on what marks its children.
 */
export const INHERITED = [
  'OPENCODE_CONFIG',
  'OPENCODE_CONFIG_DIR',
  'OPENCODE_CONFIG_CONTENT',
  'OPENCODE_TUI_CONFIG',
  'OPENCODE_PERMISSION',
  'OPENCODE_AUTH_CONTENT',
  'OPENCODE_API_KEY',
  'OPENCODE_MODELS_URL',
  'OPENCODE_MODELS_PATH',
  'OPENCODE_DISABLE_*',
  'OPENCODE_ENABLE_*',
  'OPENCODE_EXPERIMENTAL*',
  'OPENCODE_GIT_BASH_PATH',
  'OPENCODE_SERVER_PASSWORD',
  'OPENCODE_SERVER_USERNAME',
  'ANTHROPIC_*',
  'OPENAI_*',
  'AZURE_*',
  'AWS_*',
  'GOOGLE_*',
  'GEMINI_API_KEY',
  'VERTEX_LOCATION',
  'OPENROUTER_API_KEY',
  'GROQ_API_KEY',
  'MISTRAL_API_KEY',
  'DEEPSEEK_API_KEY',
  'XAI_API_KEY',
  'TOGETHER_API_KEY',
  'FIREWORKS_API_KEY',
  'CEREBRAS_API_KEY',
  'MOONSHOT_API_KEY',
  'ZHIPU_API_KEY',
  'GITHUB_TOKEN',
  'GITLAB_TOKEN',
  'CLOUDFLARE_*',
];

/** Settings of this start; none of them is written to the person's files. */
export const AGENT_ENVIRONMENT: Readonly<Record<string, string>> = {
  // A program is not exchanged while a team of agents runs on it.
  OPENCODE_DISABLE_AUTOUPDATE: '1',
};
