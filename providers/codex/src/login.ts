import { join } from 'node:path';
import type { ProviderLogin } from '@cao/provider-sdk';

type Where = Parameters<ProviderLogin['files']>[0];

/** A model provider of the person's own may need no login, or another one. */
const OWN_PROVIDER = /^\s*model_provider\s*=/m;

export const login: ProviderLogin = {
  files: (where) => [auth(where), config(where)],
  state(facts) {
    if (['CODEX_API_KEY', 'CODEX_ACCESS_TOKEN'].some((name) => (facts.env[name] ?? '') !== '')) return 'yes';
    if (facts.userFiles[auth(facts)] !== undefined) return 'yes';
    return OWN_PROVIDER.test(facts.userFiles[config(facts)] ?? '') ? 'unknown' : 'no';
  },
  hint: 'Run `codex login`.',
};

/** Where the person keeps their skills for Codex. */
export function skillFolder(where: Where): string {
  return join(home(where), 'skills');
}

function home(where: Where): string {
  return where.env['CODEX_HOME'] || join(where.home, '.codex');
}

function auth(where: Where): string {
  return join(home(where), 'auth.json');
}

function config(where: Where): string {
  return join(home(where), 'config.toml');
}
