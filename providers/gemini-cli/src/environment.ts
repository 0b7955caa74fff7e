/**
 * Of the person's environment: keys, endpoints, proxies and where Gemini CLI lives. `GEMINI_*` is not taken whole: a server that
 * was itself started from Gemini CLI would hand on what marks a program inside of it.
 */
export const INHERITED = [
  'GEMINI_API_KEY',
  'GEMINI_API_KEY_AUTH_MECHANISM',
  'GEMINI_MODEL',
  'GEMINI_CLI_HOME',
  'GEMINI_CLI_TRUSTED_FOLDERS_PATH',
  'GEMINI_CLI_SYSTEM_SETTINGS_PATH',
  'GEMINI_CLI_SYSTEM_DEFAULTS_PATH',
  'GEMINI_CLI_CUSTOM_HEADERS',
  'GEMINI_DEFAULT_AUTH_TYPE',
  'GEMINI_FORCE_ENCRYPTED_FILE_STORAGE',
  'GEMINI_FORCE_FILE_STORAGE',
  'GEMINI_SANDBOX',
  'GEMINI_SANDBOX_IMAGE',
  'GEMINI_SYSTEM_MD',
  'GEMINI_TELEMETRY_*',
  'GOOGLE_*',
  'CLOUD_SHELL',
  'CODE_ASSIST_ENDPOINT',
  'SEATBELT_PROFILE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
];
