import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRegistry, discover, type Discovery, type Registry } from '../src/index.ts';
import { providerSource, tempFolder, write, writePackage } from './support.ts';

const nobody = (): void => undefined;
const logger = { debug: nobody, info: nobody, warn: nobody, error: nobody };

function growing(listed: string[]): Registry {
  const rediscover = (): Discovery =>
    discover({ roots: [{ source: 'listed', packages: listed, from: [tempFolder()] }] });
  return createRegistry({ discovery: rediscover(), rediscover, logger });
}

function provider(id: string, source = providerSource(id)): string {
  const cao = { apiVersion: 1, providers: { [id]: './index.js' } };
  return writePackage(join(tempFolder(), id), { name: id, cao, files: source === '' ? {} : { 'index.js': source } });
}

test('a provider that is listed later is found at the next look, and one that is taken out is gone', async () => {
  const listed: string[] = [];
  const registry = growing(listed);
  await expect(registry.loadProvider('one')).rejects.toMatchObject({ code: 'provider_unknown' });
  listed.push(provider('one'));
  expect(registry.providers().map(({ id }) => id)).toEqual(['one']);
  expect((await registry.loadProvider('one')).id).toBe('one');
  listed.pop();
  expect(registry.providers()).toEqual([]);
  await expect(registry.loadProvider('one')).rejects.toMatchObject({ code: 'provider_unknown' });
});

test('a provider of another folder takes the place of one that was loaded', async () => {
  const listed = [provider('one')];
  const registry = growing(listed);
  const first = await registry.loadProvider('one');
  listed[0] = provider('one');
  registry.providers();
  expect(await registry.loadProvider('one')).not.toBe(first);
});

test('findings are those of the last look; what was wrong with a provider goes with it', async () => {
  const listed = [provider('one', ''), provider('two', 'throw new Error("a bug")')];
  const registry = growing(listed);
  await expect(registry.loadProvider('two')).rejects.toThrow('a bug');
  expect(registry.findings().map(({ reason }) => reason)).toEqual(['missing_file', 'load_failed']);
  write(join(listed[0] ?? '', 'index.js'), providerSource('one'));
  registry.providers();
  expect(registry.findings().map(({ reason }) => reason)).toEqual(['load_failed']);
  rmSync(listed.pop() ?? '', { recursive: true });
  registry.providers();
  expect(registry.findings()).toEqual([]);
});
