import { posix } from 'node:path';
import type { ProviderLogin } from '@cao/provider-sdk';
import { kimiHome } from './home.ts';

/** A model named by variables needs no login. */
const KEY = 'KIMI_MODEL_API_KEY';
/** A model provider of the person's own may need no login, or another one. */
const OWN_PROVIDER = /^\s*\[providers\b/m;

type Where = Parameters<ProviderLogin['files']>[0];

export const login: ProviderLogin = {
  files: (where) => [...credentials(where), ...configs(where)],
  state(facts) {
    if ((facts.env[KEY] ?? '') !== '') return 'yes';
    if (credentials(facts).some((path) => facts.userFiles[path] !== undefined)) return 'yes';
    return configs(facts).some((path) => OWN_PROVIDER.test(facts.userFiles[path] ?? '')) ? 'unknown' : 'no';
  },
  hint: 'Run `kimi login`, or `kimi` and in it `/login`.',
};

function credentials(where: Where): readonly string[] {
  return homes(where).map((home) => posix.join(home, 'credentials', 'kimi-code.json'));
}

function configs(where: Where): readonly string[] {
  return homes(where).map((home) => posix.join(home, 'config.toml'));
}

/** Of Kimi Code, and of the Python kimi-cli. */
function homes(where: Where): readonly string[] {
  return [kimiHome(where), posix.join(where.home, '.kimi')];
}
