import { expect, it } from 'vitest';
import { login } from '../src/login.ts';

const where = { home: '/home/someone', env: {}, userFiles: {} };

it('is told by what Kimi Code or the Python kimi-cli has stored', () => {
  for (const home of ['/home/someone/.kimi-code', '/home/someone/.kimi']) {
    const path = `${home}/credentials/kimi-code.json`;
    expect(login.files(where)).toContain(path);
    expect(login.state({ ...where, userFiles: { [path]: '{}' } })).toBe('yes');
  }
  expect(login.files({ ...where, env: { KIMI_CODE_HOME: '/k' } })).toContain('/k/credentials/kimi-code.json');
});

it('is not needed for a model named by variables, and unknown where a provider is configured', () => {
  expect(login.state({ ...where, env: { KIMI_MODEL_API_KEY: 'k' } })).toBe('yes');
  const config = '/home/someone/.kimi-code/config.toml';
  expect(login.state({ ...where, userFiles: { [config]: '[providers.mine]\ntype = "openai"\n' } })).toBe('unknown');
  expect(login.state({ ...where, userFiles: { [config]: 'default_model = "x"\n' } })).toBe('no');
  expect(login.state(where)).toBe('no');
});
