import type { ProviderCheck } from '@cao/contracts';
import { describe, expect, it } from 'vitest';
import { fakeServer, PROVIDERS } from './support/fake-server.ts';
import { cao } from './support/run-cao.ts';

const [row] = PROVIDERS;
const check = (partial: Partial<ProviderCheck>): ProviderCheck => ({
  ...(row as (typeof PROVIDERS)[0]),
  path: '/opt/bin/claude',
  version: '1.3.0',
  version_proven: 'newer',
  signed_in: 'yes',
  problems: [],
  ...partial,
});

describe('provider', () => {
  it('list has a row per provider, and says on what it was proven', async () => {
    await using server = await fakeServer();
    server.route('GET /agents/providers', PROVIDERS);
    const { code, out } = await cao(['provider', 'list'], { port: server.port });
    expect(code).toBe(0);
    expect(out).toContain('claude_code');
    expect(out).toContain('1.2.3 (2026-11)');
  });

  it('doctor says what there is, what is wrong and what mends it', async () => {
    await using server = await fakeServer();
    const missing = check({
      path: null,
      version: null,
      version_proven: 'unknown',
      signed_in: 'unknown',
      problems: [{ what: "There is no 'claude' on PATH.", fix: 'npm install -g claude' }],
    });
    server.route('GET /agents/providers/check', [check({}), missing]);
    const what = 'cao-goose names ./dist/index.js, and that file does not exist.';
    const goose = { name: 'goose_cli', package: 'cao-goose', directory: '/src/goose', what, fix: 'Build it.' };
    server.route('GET /agents/providers/unusable', [goose]);
    const { code, out } = await cao(['provider', 'doctor'], { port: server.port });
    expect(code).toBe(0);
    expect(out).toContain('1.3.0, newer than every proven version');
    expect(out).toContain("There is no 'claude' on PATH. npm install -g claude");
    expect(out).toContain(`goose_cli (not loaded)\n    ${what} Build it.`);
    server.route('GET /agents/providers/check', [missing]);
    expect((await cao(['provider', 'doctor', 'claude_code'], { port: server.port })).code).toBe(1);
    expect(server.seen.at(-1)?.query).toEqual({ provider: 'claude_code' });
  });
});
