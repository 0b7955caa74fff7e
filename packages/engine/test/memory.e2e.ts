import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MemoryStore } from '@cao/memory';
import type { TerminalBackend } from '@cao/terminal';
import { bench, type Bench } from './support.ts';

const BLOCK = '<cao-memory>\n- [global] a: b\n</cao-memory>';

/** Only what an agent is told; anything else asked of it is a mistake. */
function telling(block: () => Promise<string>): MemoryStore {
  return { block, close() {} } as unknown as MemoryStore;
}

async function prompts(on: Bench): Promise<string[]> {
  const text = await readFile(join(on.cwd, 'record.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { prompt: string }).prompt);
}

test.each([
  ['cannot be read', () => Promise.reject(new Error('disk gone'))],
  ['does not answer', () => new Promise<string>(() => undefined)],
])('an input goes out though the memory %s', async (_, block) => {
  await using on = await bench({}, undefined, telling(block));
  const { id } = await on.launch('stuck');
  expect(await on.ask(id, `RECORD ${on.cwd}/record.jsonl\nSAY hi`)).toMatchObject({ state: 'completed', reply: 'hi' });
  expect(await prompts(on)).toEqual([`RECORD ${on.cwd}/record.jsonl\nSAY hi`]);
});

test('an input that was never taken is no telling: the next one carries the memories, and none after it', async () => {
  let failing = true;
  const wrap = (real: TerminalBackend): TerminalBackend =>
    new Proxy(real, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name === 'input' && failing) return () => Promise.reject(new Error('no keyboard'));
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  await using on = await bench(
    {},
    wrap,
    telling(() => Promise.resolve(BLOCK)),
  );
  const { id } = await on.launch('lost');
  const text = `RECORD ${on.cwd}/record.jsonl\nSAY hi`;
  expect(await on.ask(id, text)).toMatchObject({ state: 'lost', text });
  failing = false;
  await on.engine.terminals.waitReady(id, { timeoutMs: 20_000 });
  for (let time = 0; time < 2; time++) expect(await on.ask(id, text)).toMatchObject({ state: 'completed', text });
  expect(await prompts(on)).toEqual([`${BLOCK}\n\n${text}`, text]);
});

test('without hooks, a first input that is over before anybody looked is typed once with its memories', async () => {
  await using on = await bench(
    {},
    undefined,
    telling(() => Promise.resolve(BLOCK)),
  );
  const { id } = await on.launch('instant', '--no-hooks');
  const text = `SAY hi\nRECORD ${on.cwd}/record.jsonl`;
  expect(await on.ask(id, text)).toMatchObject({ state: 'completed' });
  await on.ask(id, text);
  expect(await prompts(on)).toEqual([`${BLOCK}\n\n${text}`, text]);
});
