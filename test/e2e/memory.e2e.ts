import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCao, tool, until, workersOf, type Cao } from './support.ts';

const FACT = 'The build needs pnpm.';
const BLOCK = `<cao-memory>\n## Context from CAO Memory\n- [global] build-tool: ${FACT}\n</cao-memory>`;

async function store(cao: Cao, terminalId: string, fact: Record<string, unknown>): Promise<string> {
  return (await cao.ask(terminalId, tool('memory_store', fact))).reply ?? '';
}

/** Prompts as the agent itself got them. */
async function prompts(cao: Cao, file: string): Promise<string[]> {
  return (await cao.recorded(file)).map((line) => (JSON.parse(line) as { prompt: string }).prompt);
}

async function context(cao: Cao, terminalId: string): Promise<Response> {
  const token = (await readFile(join(cao.home.caoHome, 'auth-token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}` };
  return fetch(`${cao.server.url}/terminals/${terminalId}/memory-context`, { headers });
}

test('what one agent stores another is told before its first input, once, also after a restart, and recalls', async () => {
  await using cao = await startCao();
  const first = await cao.launch('first');
  const stored = await store(cao, first.id, {
    content: FACT,
    key: 'Build-Tool',
    scope: 'global',
    memory_type: 'feedback',
    tags: 'build, ci',
  });
  const file = join(cao.home.caoHome, 'memory/global/wiki/global/build-tool.md');
  expect(stored).toContain('"action":"created"');
  expect(await readFile(file, 'utf8')).toMatch(
    /^# build-tool\n<!-- id: \S+ \| scope: global \| type: feedback \| tags: build,ci -->\n\n## \S+Z\nThe build needs pnpm\.\n$/,
  );

  const second = await cao.launch('second');
  await cao.ask(second.id, `RECORD second.jsonl\n${tool('memory_recall', { query: 'PNPM' })}`);
  const asked = 'RECORD second.jsonl\nSAY and now?';
  await cao.ask(second.id, asked);
  await cao.server.kill9();
  await cao.server.restart();
  await cao.client.terminals.waitReady(second.id, { timeoutMs: 20_000 });
  await cao.ask(second.id, asked);
  const [told, ...later] = await prompts(cao, 'second.jsonl');
  expect(told).toBe(`${BLOCK}\n\nRECORD second.jsonl\n${tool('memory_recall', { query: 'PNPM' })}`);
  expect(later).toEqual([asked, asked]);

  const turns = await cao.client.terminals.turns(second.id);
  expect(turns.at(-1)?.text).toBe(`RECORD second.jsonl\n${tool('memory_recall', { query: 'PNPM' })}`);
  expect(turns.at(-1)?.reply).toContain(FACT);
  const shown = await context(cao, second.id);
  expect([shown.status, shown.headers.get('content-type')?.split(';')[0], await shown.text()]).toEqual([
    200,
    'text/plain',
    BLOCK,
  ]);
  expect((await context(cao, 'ffffffff')).status).toBe(404);
});

test('workers are told too: by their task, and by a message', async () => {
  await using cao = await startCao();
  const conductor = await cao.launch('team');
  await store(cao, conductor.id, { content: FACT, key: 'build-tool', scope: 'global' });
  await store(cao, conductor.id, { content: 'Only here.', key: 'ours', scope: 'session' });
  const handoff = tool('handoff', { agent_profile: 'developer', message: 'RECORD worker.jsonl\nSAY done' });
  expect((await cao.ask(conductor.id, handoff)).reply).toContain('done');
  const [task] = await prompts(cao, 'worker.jsonl');
  expect(task).toMatch(
    /^<cao-memory>\n## Context from CAO Memory\n- \[session\] ours: Only here\.\n- \[global\] build-tool/,
  );
  expect(task).toMatch(/<\/cao-memory>\n\n\[CAO Handoff\]/);

  const other = await cao.launch('other');
  await cao.client.inbox.send(other.id, { message: 'RECORD inbox.jsonl\nSAY read', sender_id: 'somebody' });
  await until(async () => (await cao.recorded('inbox.jsonl')).length === 1);
  const [message] = await prompts(cao, 'inbox.jsonl');
  expect(message?.startsWith(`${BLOCK}\n\n[CAO message]`)).toBe(true);
  expect(message).not.toContain('Only here.');
});

test('a command of the CLI reaches it alone; the first input after it carries the memories', async () => {
  await using cao = await startCao();
  const first = await cao.launch('first');
  await store(cao, first.id, { content: FACT, key: 'build-tool', scope: 'global' });
  const second = await cao.launch('second');
  await cao.ask(second.id, '/clear');
  await cao.ask(second.id, 'RECORD second.jsonl\nSAY hi');
  expect(await prompts(cao, 'second.jsonl')).toEqual([`${BLOCK}\n\nRECORD second.jsonl\nSAY hi`]);
  expect((await cao.client.terminals.turns(second.id)).at(-1)?.text).toBe('/clear');
});

test('an agent forgets what it may, and what it gives as its scope is checked', async () => {
  await using cao = await startCao();
  const agent = await cao.launch('one');
  await store(cao, agent.id, { content: FACT, key: 'build-tool' });
  const forget = async (args: object) => (await cao.ask(agent.id, tool('memory_forget', { ...args }))).reply;
  expect(await forget({ key: 'build-tool', scope: 'global' })).toContain('"deleted":false');
  expect(await forget({ key: 'build-tool' })).toContain('"deleted":true');
  expect(await forget({ key: '../..' })).toContain('nothing of a key');
  expect(await store(cao, agent.id, { content: 'x', scope: 'everywhere' })).toContain('failed');
});

test('the memory manager of the session is asked first; another session gets the newest facts', async () => {
  await using cao = await startCao();
  const request = {
    agent_profile: 'code_supervisor',
    provider: 'mock_cli',
    session_name: 'picked',
    working_directory: cao.home.cwd,
    yolo: true,
    memory_manager: true,
  };
  const conductor = await cao.client.sessions.create(request);
  const manager = await until(async () => (await workersOf(cao.client, 'cao-picked'))[0]);
  expect(manager).toMatchObject({ agent_profile: 'memory_manager', provider: 'mock_cli' });
  for (const { id } of [conductor, manager]) await cao.client.terminals.waitReady(id, { timeoutMs: 20_000 });
  const answer = '<cao-memory>\n- [project] picked: for you\n</cao-memory>';
  // The task is part of what the manager reads, so the task is its script.
  const task = `RECORD picked.jsonl\nSAYJSON ${JSON.stringify(answer)}`;
  await cao.ask(conductor.id, task);
  const [curated, told] = await prompts(cao, 'picked.jsonl');
  expect(curated).toMatch(/^\[CAO Memory\] An agent with the profile code_supervisor/);
  expect(told).toBe(`${answer}\n\n${task}`);
  const workers = await cao.ask(conductor.id, tool('list_workers', {}));
  expect(workers.reply).not.toContain(manager.id);

  await store(cao, conductor.id, { content: FACT, key: 'build-tool', scope: 'global' });
  await cao.client.terminals.waitReady(manager.id, { timeoutMs: 20_000 });
  const handoff = tool('handoff', { agent_profile: 'developer', message: 'RECORD plain.jsonl\nSAY no block in this' });
  await cao.ask(conductor.id, handoff);
  const [useless, plain] = await prompts(cao, 'plain.jsonl');
  expect(useless).toContain('[CAO Memory]');
  expect(plain?.startsWith(BLOCK), 'without an answer that can be used, the newest facts').toBe(true);

  const alone = await cao.launch('alone');
  await cao.ask(alone.id, 'RECORD alone.jsonl\nSAY hi');
  expect(await prompts(cao, 'alone.jsonl')).toEqual([`${BLOCK}\n\nRECORD alone.jsonl\nSAY hi`]);
});

test('switched off, nothing is told, stored or looked up', async () => {
  await using cao = await startCao();
  const before = await cao.launch('before');
  await store(cao, before.id, { content: FACT, key: 'build-tool', scope: 'global' });
  await writeFile(join(cao.home.caoHome, 'settings.json'), JSON.stringify({ memory: { enabled: false } }));
  await cao.server.restart();
  const agent = await cao.launch('off');
  await cao.ask(agent.id, 'RECORD off.jsonl\nSAY hi');
  expect(await prompts(cao, 'off.jsonl')).toEqual(['RECORD off.jsonl\nSAY hi']);
  expect(await (await context(cao, agent.id)).text()).toBe('');
  expect(await store(cao, agent.id, { content: 'x' })).toContain('"disabled":true');
  expect((await cao.ask(agent.id, tool('memory_recall', {}))).reply).toContain('"memories":[]');
  const refused = cao.client.sessions.create({
    agent_profile: 'developer',
    provider: 'mock_cli',
    memory_manager: true,
  });
  await expect(refused).rejects.toMatchObject({ code: 'conflict' });
});
