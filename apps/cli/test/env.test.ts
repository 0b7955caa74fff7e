import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { cao, place } from './support/run-cao.ts';

it('keeps values for placeholders where only their owner can read them', async () => {
  using at = place();
  const file = path.join(at.home, '.env');
  const here = { home: at.home };
  expect(await cao(['env', 'list'], here)).toEqual({ code: 0, out: `No env vars set in ${file}\n`, err: '' });
  expect((await cao(['env', 'set', 'API', "it's = a\ttest"], here)).out).toBe(`✓ Set API in ${file}\n`);
  await cao(['env', 'set', 'OTHER', 'x'], here);
  await cao(['env', 'set', 'OTHER', '--', '--y'], here);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await cao(['env', 'get', 'API'], here)).out).toBe("it's = a\ttest\n");
  expect((await cao(['env', 'list'], here)).out).toBe("API=it's = a test\nOTHER=--y\n");
  expect(JSON.parse((await cao(['env', 'list', '--json'], here)).out)).toEqual({ API: "it's = a\ttest", OTHER: '--y' });

  expect((await cao(['env', 'unset', 'API'], here)).out).toBe(`✓ Unset API in ${file}\n`);
  expect(await cao(['env', 'unset', 'API'], here)).toMatchObject({ code: 0, out: 'API had no value\n' });
  const gone = await cao(['env', 'get', 'API'], here);
  expect(gone).toMatchObject({ code: 1, out: '' });
  expect(gone.err).toContain('cao env set API VALUE');
  expect(readFileSync(file, 'utf8')).toBe("OTHER='--y'\n");
});

it.each(['1X', 'A B', 'A-B', ''])('refuses the name %j, which no placeholder can have', async (key) => {
  using at = place();
  const { code, err } = await cao(['env', 'set', key, 'x'], { home: at.home });
  expect(code).toBe(1);
  expect(err).toContain('Invalid variable name');
  expect(existsSync(at.home)).toBe(false);
});

it.each(['constructor', '__proto__'])('knows no value for %s by itself', async (key) => {
  using at = place();
  expect((await cao(['env', 'get', key], { home: at.home })).code).toBe(1);
});
