import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createPackage } from '../src/index.ts';
import { findCheckout, withDependencies } from '../src/checkout.ts';
import { resolveDependencies, wantedOf } from '../src/manifest.ts';

function tempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cao-create-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('refuses a folder that has something in it, and leaves it as it was', async () => {
  const parent = tempFolder();
  const directory = path.join(parent, 'goose-cli');
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'notes.txt'), 'mine');
  await expect(createPackage({ kind: 'provider', name: 'goose_cli', directory })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(readdirSync(parent)).toEqual(['goose-cli']);
  expect(readdirSync(directory)).toEqual(['notes.txt']);
  const file = path.join(directory, 'notes.txt');
  await expect(createPackage({ kind: 'skill', name: 'x', directory: file })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(createPackage({ kind: 'plugin', name: 'x', directory: path.join(file, 'x') })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('Nothing can be written'),
  });
});

it('writes nothing for names that cannot be', async () => {
  const parent = tempFolder();
  await expect(
    createPackage({ kind: 'provider', name: 'No', directory: path.join(parent, 'no') }),
  ).rejects.toMatchObject({
    code: 'invalid_input',
  });
  expect(readdirSync(parent)).toEqual([]);
});

it('finds the packages of a checkout that others need', () => {
  const checkout = findCheckout(import.meta.dirname);
  if (checkout === undefined) throw new Error('this test runs in a checkout');
  expect(withDependencies(['@cao/provider-sdk', 'zod'], checkout)).toEqual(['@cao/provider-sdk', '@cao/contracts']);
  expect(findCheckout(tempFolder())).toBeUndefined();
});

it('names packages by version when they come from npm, and by tarball when they come from a checkout', async () => {
  const folder = tempFolder();
  const manifest = {
    name: 'x',
    dependencies: { zod: '^4.0.0' },
    devDependencies: { '@cao/provider-sdk': 'workspace:*' },
    peerDependencies: { '@cao/provider-sdk': 'workspace:*' },
    cao: { apiVersion: 1 },
  };
  const file = path.join(folder, 'package.json');
  const ranges = { '@cao/provider-sdk': '^0.1.0' };
  const tarballs = { '@cao/provider-sdk': 'vendor/sdk.tgz', '@cao/contracts': 'vendor/contracts.tgz' };
  writeFileSync(file, JSON.stringify(manifest));
  expect(await wantedOf(folder)).toEqual(['@cao/provider-sdk']);
  await resolveDependencies(folder, { ranges, tarballs: {} });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    ...manifest,
    devDependencies: ranges,
    peerDependencies: ranges,
  });
  writeFileSync(file, JSON.stringify(manifest));
  await resolveDependencies(folder, { ranges, tarballs });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    ...manifest,
    devDependencies: {
      '@cao/contracts': 'file:vendor/contracts.tgz',
      '@cao/provider-sdk': 'file:vendor/sdk.tgz',
    },
    peerDependencies: ranges,
  });
});

it.each([
  ['profile', 'ticket_writer', 'cao-profile-ticket-writer', 'profiles/ticket_writer.md'],
  ['skill', 'ticket-style', 'cao-skill-ticket-style', 'skills/ticket-style/SKILL.md'],
] as const)(
  'a new %s carries its own names everywhere, and needs nothing of CAO',
  async (kind, name, packageName, file) => {
    const directory = path.join(tempFolder(), 'new');
    const created = await createPackage({ kind, name, directory });
    expect(created).toMatchObject({ kind, name, packageName, vendored: false });
    expect(created.files).toEqual(['.gitignore', 'README.md', 'package.json', file].sort());
    const texts = created.files.map((one) => readFileSync(path.join(directory, one), 'utf8'));
    expect(texts.join('\n')).not.toMatch(/sample/i);
    expect(readFileSync(path.join(directory, file), 'utf8')).toContain(`name: ${name}\n`);
    const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ name: packageName });
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
  },
);
