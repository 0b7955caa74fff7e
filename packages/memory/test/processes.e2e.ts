import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CALLER, testMemory } from './support.ts';

test('many writers of several processes lose nothing', { timeout: 60_000 }, async () => {
  await using memory = await testMemory();
  const writer = path.join(import.meta.dirname, 'fixtures/writer.mjs');
  const children = ['a', 'b', 'c'].map((name) =>
    spawn(process.execPath, [writer, memory.home, name], { stdio: ['ignore', 'inherit', 'inherit'] }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number));
  expect(codes).toEqual([0, 0, 0]);
  const text = await memory.read('host-team-app/wiki/project/shared.md');
  const said = [...text.matchAll(/^by ([abc]) (\d+)$/gm)].map(([, name, number]) => `${name}${number}`);
  expect(said.toSorted()).toEqual(
    ['a', 'b', 'c'].flatMap((name) => Array.from({ length: 10 }, (_, n) => `${name}${n}`)),
  );
  const page = await memory.read('host-team-app/wiki/index.md');
  expect(page.match(/^- \[/gm)).toHaveLength(31);
  const left = await readdir(path.join(memory.home, 'memory/host-team-app/wiki/project'));
  expect(left.filter((name) => !name.endsWith('.md'))).toEqual([]);
  expect(await memory.store.recall({ query: '', mode: 'hybrid', limit: 100 }, CALLER)).toHaveLength(31);
});
