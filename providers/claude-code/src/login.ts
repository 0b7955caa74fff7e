import { join } from 'node:path';
import type { ProviderLogin } from '@cao/provider-sdk';
import { configDirectory } from './paths.ts';

/** Any of them replaces a login. */
const KEYS = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
];

type Where = Parameters<ProviderLogin['files']>[0];

/** On macOS the credentials are in the keychain: without a file nothing is known there. */
export const login: ProviderLogin = {
  files: (where) => [stateFile(where), credentials(where)],
  state(facts) {
    if (KEYS.some((name) => (facts.env[name] ?? '') !== '')) return 'yes';
    if (facts.userFiles[credentials(facts)] !== undefined) return 'yes';
    const text = facts.userFiles[stateFile(facts)];
    if (text === undefined) return 'no';
    return /"oauthAccount"\s*:\s*\{/.test(text) ? 'yes' : 'unknown';
  },
  hint: 'Run `claude` once and sign in, or set ANTHROPIC_API_KEY.',
};

function stateFile(where: Where): string {
  const moved = where.env['CLAUDE_CONFIG_DIR'];
  return join(moved?.startsWith('/') ? moved : where.home, '.claude.json');
}

function credentials(where: Where): string {
  return join(configDirectory(where), '.credentials.json');
}
