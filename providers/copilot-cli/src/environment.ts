/**
 * Of the person's environment: login, endpoints, proxies and where Copilot lives. `COPILOT_*` is not taken whole: with
 * `COPILOT_ALLOW_ALL` a profile that asks would not ask.
 */
export const INHERITED = [
  'COPILOT_HOME',
  'COPILOT_GITHUB_TOKEN',
  'COPILOT_GH_HOST',
  'COPILOT_MODEL',
  'COPILOT_AUTO_TIER',
  'COPILOT_AUTO_UPDATE',
  'COPILOT_CUSTOM_INSTRUCTIONS_DIRS',
  'COPILOT_OFFLINE',
  'COPILOT_PROVIDER_*',
  'COPILOT_PROXY_KERBEROS_SPN',
  'COPILOT_OTEL_*',
  'OTEL_*',
  'GH_CONFIG_DIR',
  'GH_HOST',
  'GH_TOKEN',
  'GITHUB_TOKEN',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'USE_BUILTIN_RIPGREP',
  'USE_TGREP',
];

export const INSTRUCTIONS_VARIABLE = 'COPILOT_CUSTOM_INSTRUCTIONS_DIRS';
