import { join } from 'node:path';
import type { ProviderLogin } from '@cao/provider-sdk';
import { parseJsonc } from './jsonc.ts';

type Where = Parameters<ProviderLogin['files']>[0];

/** Keys may also stand in its configuration, and some models need none: without a stored login nothing is certain. */
export const login: ProviderLogin = {
  files: (where) => [stored(where)],
  state(facts) {
    if (isFilled(facts.env['OPENCODE_AUTH_CONTENT']) || isFilled(facts.userFiles[stored(facts)])) return 'yes';
    const keys = ['OPENCODE_API_KEY', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OPENROUTER_API_KEY', 'GEMINI_API_KEY'];
    return keys.some((name) => (facts.env[name] ?? '') !== '') ? 'yes' : 'unknown';
  },
  hint: 'Run `opencode auth login`.',
};

function stored(where: Where): string {
  return join(where.env['XDG_DATA_HOME'] || join(where.home, '.local', 'share'), 'opencode', 'auth.json');
}

function isFilled(text: string | undefined): boolean {
  return Object.keys(parseJsonc(text ?? '') ?? {}).length > 0;
}
