/**
 * Of the person's environment: keys, endpoints, proxies and where Claude Code lives. `CLAUDE*` is not taken whole: a server
 * that was itself started from Claude Code would hand on what marks a nested session.
 */
export const INHERITED = [
  'ANTHROPIC_*',
  'CLAUDE_CONFIG_DIR',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_API_KEY_HELPER_TTL_MS',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_SKIP_BEDROCK_AUTH',
  'CLAUDE_CODE_SKIP_VERTEX_AUTH',
  'CLAUDE_CODE_SKIP_FOUNDRY_AUTH',
  'CLAUDE_CODE_EFFORT_LEVEL',
  'CLAUDE_CODE_MAX_OUTPUT_TOKENS',
  'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
  'CLAUDE_CODE_GIT_BASH_PATH',
  'CLAUDE_CODE_CLIENT_CERT',
  'CLAUDE_CODE_CLIENT_KEY',
  'AWS_*',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GCLOUD_PROJECT',
  'GOOGLE_CLOUD_PROJECT',
  'CLOUD_ML_REGION',
  'VERTEX_REGION_*',
  'AZURE_*',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'MAX_THINKING_TOKENS',
  'BASH_DEFAULT_TIMEOUT_MS',
  'BASH_MAX_TIMEOUT_MS',
  'DISABLE_TELEMETRY',
  'DISABLE_ERROR_REPORTING',
  'IS_SANDBOX',
];

/** Settings of this start; none of them is written to the person's files. */
export const AGENT_ENVIRONMENT: Readonly<Record<string, string>> = {
  // Our tools stay callable by name, and a call of ours is waited for instead of becoming a task in the background.
  ENABLE_TOOL_SEARCH: 'false',
  CLAUDE_CODE_MCP_AUTO_BACKGROUND_MS: '0',
  // Inline, the whole conversation is in the scrollback and no side panel covers part of the screen.
  CLAUDE_CODE_DISABLE_ALTERNATE_SCREEN: '1',
  // Neither a survey that takes a digit for its answer nor a suggested prompt in the input box.
  CLAUDE_CODE_DISABLE_FEEDBACK_SURVEY: '1',
  CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION: 'false',
  // A program is not exchanged while a team of agents runs on it.
  DISABLE_AUTOUPDATER: '1',
};
