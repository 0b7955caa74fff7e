import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createProfile, createProfileStore } from '../src/index.ts';
import { testHome } from './helpers.ts';

it('of two that write the same profile at once one is told that it exists', async () => {
  using at = testHome();
  const options = { home: at.home, store: createProfileStore(at) };
  const written = await Promise.allSettled(
    ['one', 'two'].map((description) => createProfile({ name: 'mine', description }, options)),
  );
  expect(written.map(({ status }) => status).toSorted((a, b) => a.localeCompare(b))).toEqual(['fulfilled', 'rejected']);
  const { reason } = written.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(reason).toMatchObject({ code: 'conflict', hint: expect.stringContaining('another name') });
  const store = path.join(at.home, 'agent-store');
  expect(readdirSync(store)).toEqual(['mine.md']);
  const kept = written[0]?.status === 'fulfilled' ? 'one' : 'two';
  expect(readFileSync(path.join(store, 'mine.md'), 'utf8')).toContain(`description: ${kept}`);
});
