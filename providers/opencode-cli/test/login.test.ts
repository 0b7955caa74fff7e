import { expect, it } from 'vitest';
import { login } from '../src/login.ts';

const where = { home: '/home/someone', env: {}, userFiles: {} };
const [file = ''] = login.files(where);

it('is told by what OpenCode has stored', () => {
  expect(file).toBe('/home/someone/.local/share/opencode/auth.json');
  expect(login.files({ ...where, env: { XDG_DATA_HOME: '/data' } })).toEqual(['/data/opencode/auth.json']);
  expect(login.state({ ...where, userFiles: { [file]: '{"anthropic":{"type":"api"}}' } })).toBe('yes');
  expect(login.state({ ...where, userFiles: { [file]: '{}' } })).toBe('unknown');
});

it('is told by a key in the environment, and otherwise not known', () => {
  expect(login.state({ ...where, env: { ANTHROPIC_API_KEY: 'k' } })).toBe('yes');
  expect(login.state(where)).toBe('unknown');
});
