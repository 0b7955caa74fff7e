import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCao, type Cao } from './cao.ts';

/** The way of a terminal through server, engine and terminal host. The program is a stand-in: it proves the way, not the screens. */
let cao: Cao;
let agents: string;

beforeAll(async () => {
  cao = await startCao(async ({ home }) => {
    agents = join(home, '.aws', 'amazonq', 'cli-agents');
    await mkdir(agents, { recursive: true });
    await writeFile(join(agents, 'theirs.json'), '{"name":"theirs"}');
  });
});
afterAll(() => cao[Symbol.asyncDispose]());

describe.concurrent('a terminal', () => {
  test('has an agent of its own while it exists, beside the person’s', async () => {
    const terminal = await cao.launch('agent');
    const link = `cao-${terminal.id}.json`;
    expect((await readdir(agents)).toSorted()).toContain(link);
    expect((await lstat(join(agents, link))).isSymbolicLink()).toBe(true);
    const { reply } = await cao.ask(terminal, 'SHOW');
    expect(JSON.parse(reply ?? '')).toMatchObject({
      name: `cao-${terminal.id}`,
      mcpServers: { 'cao-mcp-server': { timeout: expect.any(Number) } },
    });
    await cao.client.terminals.remove(terminal.id);
    expect(await readdir(agents)).not.toContain(link);
    expect(await readFile(join(agents, 'theirs.json'), 'utf8')).toBe('{"name":"theirs"}');
  });

  test('answers in words, the same answer twice as well, also to a prompt with an open code block', async () => {
    const terminal = await cao.launch('words');
    const answer = 'The word\n\n  1. [link] 漢字 é\n  2. > quoted';
    for (const seq of [1, 2]) {
      const turn = await cao.ask(terminal, `a task \`\`\`\nSAYJSON:${JSON.stringify(answer)}`);
      expect(turn).toMatchObject({ state: 'completed', reply: answer, reply_source: 'screen', seq });
    }
  });

  test('asks before it uses a tool, and does as it is told', async () => {
    const terminal = await cao.launch('asks', { yolo: false });
    for (const [given, said] of [
      ['yes', 'execute_bash: done'],
      ['no', 'execute_bash: refused'],
    ] as const) {
      const turnId = await cao.send(terminal, 'RUN:execute_bash:rm -rf build');
      const asking = await cao.until(terminal, ({ question }) => question !== null);
      expect(asking).toMatchObject({
        status: 'waiting_user_answer',
        question: { kind: 'permission', text: expect.stringContaining('rm -rf build') },
      });
      await cao.client.terminals.answer(terminal.id, given);
      expect(await cao.ended(turnId)).toMatchObject({ reply: said });
    }
  });

  test('has no tool but those it is allowed', async () => {
    const terminal = await cao.launch('narrow', { tools: ['fs_read', '@builtin'] });
    const { reply } = await cao.ask(terminal, 'RUN:fs_read:a\nRUN:fs_write:b\nRUN:execute_bash:c\nRUN:use_aws:d');
    expect(reply?.split('\n')).toEqual([
      'fs_read: done',
      'fs_write: no such tool',
      'execute_bash: no such tool',
      'use_aws: no such tool',
    ]);
  });

  test('is interrupted, and takes the next prompt', async () => {
    const terminal = await cao.launch('stopped');
    const turnId = await cao.send(terminal, 'HANG');
    await cao.accepted(turnId);
    await cao.client.terminals.interrupt(terminal.id);
    expect(await cao.ended(turnId)).toMatchObject({ state: 'interrupted' });
    expect(await cao.ask(terminal, 'SAYJSON:"after"')).toMatchObject({ state: 'completed', reply: 'after' });
  });

  test('tells an error of the model', async () => {
    const terminal = await cao.launch('failed');
    expect(await cao.ask(terminal, 'FAIL')).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('having trouble responding'),
    });
  });

  test('leaves when asked', async () => {
    const terminal = await cao.launch('leaves');
    await cao.client.terminals.exit(terminal.id);
    await cao.until(terminal, ({ exit_code: code }) => code === 0);
  });

  test('is known by its screen alone when no hook fires', async () => {
    const terminal = await cao.launch('silent', { without: 'no-hooks' });
    const turn = await cao.ask(terminal, 'SAYJSON:"the word\\n\\n  is given"');
    expect(turn).toMatchObject({ state: 'completed', reply: 'the word\n\n  is given', reply_source: 'screen' });
  });
});
