import { expect, test } from 'vitest';
import { login } from '../src/login.ts';

const facts = (env: Record<string, string>, userFiles: Record<string, string>) => ({ home: '/home/a', env, userFiles });

test.each([
  ['no file, no key', {}, {}, 'no'],
  ['a key in the environment', { ANTHROPIC_API_KEY: 'x' }, {}, 'yes'],
  ['stored credentials', {}, { '/home/a/.claude/.credentials.json': '{}' }, 'yes'],
  ['an account', {}, { '/home/a/.claude.json': '{"oauthAccount": {"emailAddress":"x"}}' }, 'yes'],
  ['used, but nothing tells', {}, { '/home/a/.claude.json': '{}' }, 'unknown'],
  ['a moved home', { CLAUDE_CONFIG_DIR: '/c' }, { '/c/.credentials.json': '{}' }, 'yes'],
] as const)('%s', (_what, env, files, state) => {
  expect(login.state(facts(env, files))).toBe(state);
});

test('every file that tells is named', () => {
  expect(login.files({ home: '/home/a', env: {} })).toEqual([
    '/home/a/.claude.json',
    '/home/a/.claude/.credentials.json',
  ]);
});
