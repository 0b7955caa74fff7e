import { join } from 'node:path';
import type { ProviderLogin } from '@cao/provider-sdk';
import { configDirectory } from './paths.ts';

/** Any of them replaces a login: a token, or a model endpoint of the person's own. */
const KEYS = ['COPILOT_GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN', 'COPILOT_PROVIDER_BASE_URL'];
const TOKEN = /\b(?:gh[ousp]_|github_pat_)\w/;

type Where = Parameters<ProviderLogin['files']>[0];

/** A login usually lies in the system's keychain, where nobody looks for it: without a token in a file nothing is certain. */
export const login: ProviderLogin = {
  files: (where) => [join(configDirectory(where), 'config.json'), ghHosts(where)],
  state(facts) {
    if (KEYS.some((name) => (facts.env[name] ?? '') !== '')) return 'yes';
    return login.files(facts).some((path) => TOKEN.test(facts.userFiles[path] ?? '')) ? 'yes' : 'unknown';
  },
  hint: 'Run `copilot login`.',
};

/** Copilot also takes the login of the GitHub CLI. */
function ghHosts({ home, env }: Where): string {
  const config = env['GH_CONFIG_DIR'] || join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'gh');
  return join(config, 'hosts.yml');
}
