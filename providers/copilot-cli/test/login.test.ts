import { expect, it } from 'vitest';
import { login } from '../src/login.ts';

const where = { home: '/home/someone', env: {}, userFiles: {} };
const [config = '', hosts = ''] = login.files(where);

it('is told by a token that Copilot or the GitHub CLI has stored', () => {
  expect([config, hosts]).toEqual(['/home/someone/.copilot/config.json', '/home/someone/.config/gh/hosts.yml']);
  expect(login.files({ ...where, env: { COPILOT_HOME: '/c', GH_CONFIG_DIR: '/g' } })).toEqual([
    '/c/config.json',
    '/g/hosts.yml',
  ]);
  expect(login.state({ ...where, userFiles: { [config]: '{"tokens":{"someone":"gho_x1"}}' } })).toBe('yes');
  expect(login.state({ ...where, userFiles: { [hosts]: 'github.com:\n    oauth_token: ghp_x1\n' } })).toBe('yes');
  expect(login.state({ ...where, userFiles: { [config]: '{"banner":"never"}' } })).toBe('unknown');
});

it('is told by a token or an endpoint in the environment, and otherwise not known', () => {
  expect(login.state({ ...where, env: { GH_TOKEN: 'x' } })).toBe('yes');
  expect(login.state({ ...where, env: { COPILOT_PROVIDER_BASE_URL: 'http://127.0.0.1:1' } })).toBe('yes');
  expect(login.state({ ...where, env: { GH_TOKEN: '' } })).toBe('unknown');
});
