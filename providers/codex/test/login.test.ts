import { expect, test } from 'vitest';
import { login } from '../src/login.ts';

test.each([
  ['nothing', {}, {}, 'no'],
  ['a stored login', {}, { '/home/a/.codex/auth.json': '{}' }, 'yes'],
  ['a key in the environment', { CODEX_API_KEY: 'x' }, {}, 'yes'],
  ['a model provider of the person’s own', {}, { '/home/a/.codex/config.toml': 'model_provider = "x"' }, 'unknown'],
  ['a moved home', { CODEX_HOME: '/c' }, { '/c/auth.json': '{}' }, 'yes'],
] as const)('%s', (_what, env, userFiles, state) => {
  expect(login.state({ home: '/home/a', env, userFiles })).toBe(state);
});
