import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { provider as mock } from '@cao/provider-mock-cli';
import { createExecutables } from '../src/launch/executable.ts';

test('a version that could not be told is asked for again, one that was told is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cao-version-'));
  const path = join(folder, 'agent');
  // Each start leaves a line; the first one fails.
  const script = [
    `echo x >> '${folder}/starts'`,
    `[ "$(wc -l < '${folder}/starts')" -gt 1 ] || exit 1`,
    'wc -l < starts',
  ];
  await writeFile(path, ['#!/bin/sh', `cd '${folder}'`, ...script, ''].join('\n'));
  await chmod(path, 0o755);
  const executables = createExecutables({ PATH: process.env['PATH'] });
  const provider = { ...mock, versionArgs: ['--version'], parseVersion: (output: string) => output.trim() };
  expect(await executables.version(provider, path)).toBeUndefined();
  expect(await executables.version(provider, path)).toBe('2');
  expect(await executables.version(provider, path)).toBe('2');
  await rm(folder, { recursive: true });
});
