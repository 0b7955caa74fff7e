import { expect, test } from 'vitest';
import { login } from '../src/login.ts';

const facts = (env: Record<string, string>, userFiles: Record<string, string>) => ({ home: '/home/a', env, userFiles });
const chosen = '{"security": {"auth": {"selectedType": "oauth-personal"}}}';

test.each([
  ['no file, no key', {}, {}, 'no'],
  ['a key in the environment', { GEMINI_API_KEY: 'x' }, {}, 'yes'],
  ['a login', {}, { '/home/a/.gemini/oauth_creds.json': '{}' }, 'yes'],
  ['a way to sign in was chosen', {}, { '/home/a/.gemini/settings.json': chosen }, 'unknown'],
  ['settings of other things', {}, { '/home/a/.gemini/settings.json': '{}' }, 'no'],
  ['a moved home', { GEMINI_CLI_HOME: '/g' }, { '/g/.gemini/oauth_creds.json': '{}' }, 'yes'],
] as const)('%s', (_what, env, files, state) => {
  expect(login.state(facts(env, files))).toBe(state);
});

test('every file that tells is named', () => {
  expect(login.files({ home: '/home/a', env: {} })).toEqual([
    '/home/a/.gemini/oauth_creds.json',
    '/home/a/.gemini/gemini-credentials.json',
    '/home/a/.gemini/settings.json',
  ]);
});
