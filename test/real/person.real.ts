import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Terminal } from '@cao/contracts';
import type { ModelRequest } from '@cao/testkit';
import { expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { isKept, recordOf } from './kept.ts';
import { INSTRUCTION, PERSONS, TOOL, type PersonFiles } from './person/files.ts';
import { say, startStage, until } from './stage.ts';

test.each(CASES)(
  'the person’s own hooks, servers and instructions work on beside ours, and no file of theirs is changed: $kind, $age version',
  async ({ age, kind }) => {
    await using stage = await startStage({ age, kinds: [kind] });
    const { home } = stage.home;
    const asked = join(home, 'asked');
    const files = PERSONS[kind](`echo >>'${asked}'`);
    await furnish(home, files);
    const before = await contents(home, files);

    const terminals = await Promise.all(['one', 'two'].map((name) => stage.launch(kind, name)));
    const input = ({ id }: Terminal) =>
      stage.client.terminals.input(id, { message: `WAIT:1\n${say(`words of ${id}`)}` });
    const turns = await Promise.all(terminals.map(input));
    // What was being written would stay half written.
    await stage.server.kill9();
    await stage.server.restart();
    for (const { turn_id } of turns) {
      const turn = await stage.client.turns.wait(turn_id, { timeoutMs: 60_000 });
      expect(turn).toMatchObject({ state: 'completed', reply: `words of ${turn.terminal_id}` });
    }
    const seen = () => stage.model.requests(kind).filter(({ side }) => !side);
    expect(JSON.stringify(seen().map(({ body }) => body))).toContain(INSTRUCTION);
    // A server that is slow to start is offered from a later turn on.
    const offered = () => seen().some(({ conversation }) => toolsOf(conversation).some((name) => name.includes(TOOL)));
    await until(async () => offered() || ((await stage.ask(terminals[0]?.id ?? '', say('once more'))) && offered()));
    if (JSON.stringify(files).includes(asked)) await until(() => Promise.resolve(existsSync(asked)));

    for (const name of ['cao-one', 'cao-two']) await stage.client.sessions.remove(name);
    const after = await contents(home, files);
    for (const [path, content] of Object.entries(files)) {
      const was = typeof content === 'string' ? before[path] : json(content);
      expect(isKept(was ?? '', after[path] ?? ''), path).toBe(true);
    }
  },
  240_000,
);

function toolsOf(conversation: ModelRequest['conversation']): readonly string[] {
  if (conversation === undefined) return [];
  return [...conversation.tools.map(({ name }) => name), ...conversation.deferred];
}

async function furnish(home: string, files: PersonFiles): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(home, path);
    const was = await readFile(file, 'utf8').catch(() => '');
    await mkdir(dirname(file), { recursive: true });
    const merged = typeof content === 'string' ? was + content : json({ ...recordOf(was), ...content });
    await writeFile(file, merged);
  }
}

async function contents(home: string, files: PersonFiles): Promise<Record<string, string>> {
  const read = async (path: string) => [path, await readFile(join(home, path), 'utf8')] as const;
  return Object.fromEntries(await Promise.all(Object.keys(files).map(read)));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
