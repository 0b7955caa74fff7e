import { rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { placesOf, type Caller } from '../src/index.ts';
import { AT, CALLER, testMemory, type TestMemory } from './support.ts';

const DAY = 24 * 60 * 60_000;
const fact = (content: string, more: object = {}) =>
  ({ content, scope: 'project', type: 'project', at: AT, ...more }) as const;
const ask = (query: string, more: object = {}) => ({ query, mode: 'hybrid', limit: 10, ...more }) as const;
const keys = (found: readonly { key: string }[]) => found.map(({ key }) => key);

async function python(memory: TestMemory, file: string, content: string, at = '2026-04-16T10:30:00Z'): Promise<void> {
  const key = path.basename(file, '.md');
  const header = '<!-- id: 6f0f1b1c-5a0e-4a55-9d53-0a8f2f2f2f2f | scope: project | type: project | tags: old -->';
  await memory.write(file, `# ${key}\n${header}\n\n## ${at}\n${content}\n`);
}

describe('places', () => {
  test.each([
    ['global', 'global/wiki/global/k.md', null],
    ['project', 'host-team-app/wiki/project/k.md', 'host-team-app'],
    ['session', 'global/wiki/session/cao-one/k.md', 'cao-one'],
    ['agent', 'global/wiki/agent/developer/k.md', 'developer'],
  ])('%s facts lie where CAO (Python) has them', async (scope, file, scopeId) => {
    await using memory = await testMemory();
    const stored = await memory.store.store(fact('Use pnpm.', { scope, key: 'k', tags: 'build' }), CALLER);
    expect(stored).toMatchObject({
      key: 'k',
      scopeId,
      action: 'created',
      filePath: path.join(memory.home, 'memory', file),
    });
    expect(await memory.read(file)).toMatch(
      new RegExp(
        `^# k\\n<!-- id: [0-9a-f-]{36} \\| scope: ${scope} \\| type: project \\| tags: build -->\\n\\n## 2026-06-01T09:15:30Z\\nUse pnpm\\.\\n$`,
      ),
    );
    const container = file.split('/wiki/')[0] ?? '';
    expect(await memory.read(`${container}/wiki/index.md`)).toContain(
      `](${file.split('/wiki/')[1]}) — type:project tags:build`,
    );
  });
  test('a scope the caller does not have is refused', async () => {
    await using memory = await testMemory();
    await expect(memory.store.store(fact('x', { scope: 'session' }), {})).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
  test('an id of a project that leads elsewhere is refused', async () => {
    await using memory = await testMemory();
    for (const id of ['..', '../x', 'a/b', '']) {
      const caller = { project: { id, aliases: [] } };
      await expect(memory.store.store(fact('x'), caller)).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });
  test('another session and another agent see nothing of it', async () => {
    await using memory = await testMemory();
    await memory.store.store(fact('secret plan', { scope: 'session' }), CALLER);
    await memory.store.store(fact('secret habit', { scope: 'agent' }), CALLER);
    const other: Caller = { ...CALLER, sessionName: 'cao-two', agentProfile: 'reviewer' };
    expect(await memory.store.recall(ask('secret'), other)).toEqual([]);
    expect(await memory.store.recall(ask('secret'), CALLER)).toHaveLength(2);
  });
});

describe('notes of CAO (Python)', () => {
  test('are found and go on, also those from before the project had a remote', async () => {
    await using memory = await testMemory();
    await python(memory, '14ae6bda7bac/wiki/project/old-note.md', 'Tests need docker.');
    await python(memory, 'host-team-app/wiki/project/new-note.md', 'Docker runs rootless.');
    expect(keys(await memory.store.recall(ask('docker'), CALLER))).toEqual(['new-note', 'old-note']);
    expect(await memory.store.store(fact('Docker is gone.', { key: 'new-note' }), CALLER)).toMatchObject({
      action: 'updated',
    });
    expect(await memory.read('host-team-app/wiki/project/new-note.md')).toContain(
      'Docker runs rootless.\n\n## 2026-06-01',
    );
    const [newest] = await memory.store.recall(ask('new-note'), CALLER);
    expect(newest).toMatchObject({
      content: 'Docker is gone.',
      createdAt: Date.parse('2026-04-16T10:30:00Z'),
      updatedAt: AT,
    });
  });
});

describe('recall', () => {
  test('metadata wants every word, anywhere in the file; bm25 one, best match first; hybrid both', async () => {
    await using memory = await testMemory();
    const { store } = memory;
    await store.store(fact('Build with turbo and pnpm.', { key: 'build', at: AT }), CALLER);
    await store.store(fact('pnpm pnpm pnpm', { key: 'pnpm-notes', at: AT + 1000 }), CALLER);
    await store.store(fact('Deploy by hand.', { key: 'deploy', at: AT + 2000, tags: 'Turbo' }), CALLER);
    const recall = async (query: string, mode: string) => keys(await store.recall(ask(query, { mode }), CALLER));
    expect(await recall('PNPM turbo', 'metadata')).toEqual(['build']);
    expect(await recall('turbo', 'metadata')).toEqual(['deploy', 'build']);
    expect((await recall('pnpm turbo', 'bm25')).toSorted()).toEqual(['build', 'deploy', 'pnpm-notes']);
    expect(await recall('nothing-of-it', 'bm25')).toEqual([]);
    expect(await recall('pnpm turbo', 'hybrid')).toEqual(['build', expect.any(String), expect.any(String)]);
    expect(await recall('', 'hybrid')).toEqual(['deploy', 'pnpm-notes', 'build']);
    expect(await recall('") OR (key:x* NEAR', 'bm25')).toEqual([]);
  });
  test('nearest scope first when none is named; type and limit narrow', async () => {
    await using memory = await testMemory();
    for (const scope of ['global', 'agent', 'project', 'session']) {
      await memory.store.store(
        fact('shared word', { scope, key: scope, type: scope === 'agent' ? 'user' : 'project' }),
        CALLER,
      );
    }
    const recall = async (more: object) => keys(await memory.store.recall(ask('shared', more), CALLER));
    expect(await recall({ mode: 'metadata' })).toEqual(['session', 'project', 'global', 'agent']);
    expect(await recall({ type: 'user' })).toEqual(['agent']);
    expect(await recall({ scope: 'global' })).toEqual(['global']);
    expect(await recall({ limit: 2 })).toEqual(['session', 'project']);
  });
  test('sees what others changed, removed and put there, and a lost index', async () => {
    await using memory = await testMemory();
    await memory.store.store(fact('one', { key: 'edited' }), CALLER);
    await memory.store.store(fact('two', { key: 'removed' }), CALLER);
    const recall = async (query: string) => keys(await memory.store.recall(ask(query), CALLER));
    expect(await recall('')).toEqual(['edited', 'removed']);
    await python(memory, 'host-team-app/wiki/project/edited.md', 'six');
    await rm(path.join(memory.home, 'memory/host-team-app/wiki/project/removed.md'));
    await python(memory, 'host-team-app/wiki/project/put.md', 'six too');
    expect(await recall('two')).toEqual([]);
    expect((await recall('six')).toSorted()).toEqual(['edited', 'put']);
    await memory.write('../db/memory-index.sqlite', 'garbage');
    await rm(path.join(memory.home, 'db/memory-index.sqlite-wal'));
    await rm(path.join(memory.home, 'db/memory-index.sqlite-shm'));
    expect(keys(await memory.other().recall(ask('six'), CALLER)).toSorted()).toEqual(['edited', 'put']);
  });
});

test('a repeated store is one entry; a changed one another', async () => {
  await using memory = await testMemory();
  for (const content of ['same', 'same', 'else']) await memory.store.store(fact(content, { key: 'k' }), CALLER);
  expect((await memory.read('host-team-app/wiki/project/k.md')).match(/^## /gm)).toHaveLength(2);
});

test('forgetting takes the file and its line away', async () => {
  await using memory = await testMemory();
  const [place] = placesOf('project', CALLER);
  await memory.store.store(fact('x', { key: 'k' }), CALLER);
  expect(await memory.store.forget('k', place!)).toBe(true);
  expect(await memory.store.forget('k', place!)).toBe(false);
  expect(await memory.store.recall(ask(''), CALLER)).toEqual([]);
  expect(await memory.read('host-team-app/wiki/index.md')).not.toContain('k.md');
});

test('facts outlive their scope by its time, except what a person wants', async () => {
  await using memory = await testMemory();
  const { store } = memory;
  await store.store(fact('a', { scope: 'session', key: 'old-session' }), CALLER);
  await store.store(fact('a', { scope: 'session', key: 'wish', type: 'user' }), CALLER);
  await store.store(fact('a', { key: 'old-project' }), CALLER);
  await store.store(fact('a', { scope: 'global', key: 'ever' }), CALLER);
  memory.now = AT + 15 * DAY;
  expect(await store.expire()).toBe(1);
  expect(keys(await store.recall(ask(''), CALLER))).toEqual(['wish', 'old-project', 'ever']);
  memory.now = AT + 91 * DAY;
  expect(await store.expire()).toBe(1);
  expect(keys(await store.recall(ask(''), CALLER))).toEqual(['wish', 'ever']);
});

describe('bounds', () => {
  test('a text is no fact', async () => {
    await using memory = await testMemory();
    await expect(memory.store.store(fact('x'.repeat(17_000)), CALLER)).rejects.toMatchObject({ code: 'too_large' });
    await expect(memory.store.store(fact(' \n'), CALLER)).rejects.toMatchObject({ code: 'invalid_input' });
  });
  test('no link leads out of the memory', async () => {
    await using memory = await testMemory();
    await python(memory, '../outside/secret.md', 'hidden');
    await memory.write('host-team-app/wiki/project/ok.md', 'fine');
    await symlink(
      path.join(memory.home, 'outside/secret.md'),
      path.join(memory.home, 'memory/host-team-app/wiki/project/secret.md'),
    );
    expect(keys(await memory.store.recall(ask(''), CALLER))).toEqual(['ok']);
    await rename(path.join(memory.home, 'memory/host-team-app'), path.join(memory.home, 'moved'));
    await symlink(path.join(memory.home, 'moved'), path.join(memory.home, 'memory/host-team-app'));
    await expect(memory.store.recall(ask(''), CALLER)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(memory.store.store(fact('x'), CALLER)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
