import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bench, type Bench } from './support.ts';

let on: Bench;

beforeAll(async () => {
  on = await bench();
});
afterAll(() => on[Symbol.asyncDispose]());

describe('a turn', () => {
  test('is opened by input and ends with the reply', async () => {
    const terminal = await on.launch('turn');
    expect(terminal).toMatchObject({ status: 'idle', ready: true, session_name: 'cao-turn', role: 'conductor' });
    const turn = await on.ask(terminal.id, 'SAY hello');
    expect(turn).toMatchObject({ state: 'completed', reply: 'hello', reply_source: 'signal', origin: 'user', seq: 1 });
    expect(on.engine.terminals.get(terminal.id)).toMatchObject({ status: 'completed', ready: true });
    expect(await on.engine.terminals.output(terminal.id, 'last')).toEqual({ output: 'hello', mode: 'last' });
  });

  test('ends by the screen alone when no hook ever fires', async () => {
    const terminal = await on.launch('screen', '--no-hooks');
    expect(await on.ask(terminal.id, 'THINK 0.3\nSAY seen on the screen')).toMatchObject({
      state: 'completed',
      reply: 'seen on the screen',
      reply_source: 'screen',
    });
    expect(await on.ask(terminal.id, 'THINK 0.3\nSAY seen on the screen')).toMatchObject({
      state: 'completed',
      seq: 2,
    });
  });

  test('is typed once though it was over before anybody saw it', async () => {
    const terminal = await on.launch('instant', '--no-hooks');
    const record = join(on.cwd, 'instant.jsonl');
    for (const word of ['one', 'two', 'three']) {
      const turn = await on.ask(terminal.id, `SAY ${word}\nRECORD ${record}`);
      expect(turn).toMatchObject({ state: 'completed', reply: word, reply_source: 'screen' });
    }
    expect((await readFile(record, 'utf8')).trimEnd().split('\n')).toHaveLength(3);
  });

  test('ends although its end hook was lost', async () => {
    const terminal = await on.launch('dropped', '--drop-hook=Stop');
    expect(await on.ask(terminal.id, 'THINK 0.2\nSAY no stop')).toMatchObject({ state: 'completed', reply: 'no stop' });
    expect(await on.ask(terminal.id, 'THINK 0.2\nSAY again')).toMatchObject({ state: 'completed', reply: 'again' });
  });

  test.each(['', '--no-hooks'])(
    'of a command that has no answer ends, and the command is typed once (%s)',
    async (flags) => {
      const terminal = await on.launch(`command${flags}`, flags);
      expect(await on.ask(terminal.id, 'SAY before')).toMatchObject({ reply: 'before' });
      expect(await on.ask(terminal.id, '/help')).toMatchObject({ state: 'completed', reply: null });
      expect(await on.ask(terminal.id, 'SAY after')).toMatchObject({ state: 'completed', reply: 'after' });
      const { output } = await on.engine.terminals.output(terminal.id, 'full');
      expect(output.split('A line that begins with a directive').length).toBe(2);
    },
  );

  test('survives a swallowed Enter', async () => {
    const terminal = await on.launch('enter', '--swallow-enter 1');
    expect(await on.ask(terminal.id, 'SAY typed once')).toMatchObject({ state: 'completed', reply: 'typed once' });
  });

  test('is found again after a restart, working or ended meanwhile', async () => {
    const terminal = await on.launch('restart');
    const turn = await on.engine.terminals.input(terminal.id, { message: 'THINK 1\nSAY after all' });
    await on.restart();
    expect(await on.engine.turns.wait(turn.id, { timeoutMs: 10_000 })).toMatchObject({
      state: 'completed',
      reply: 'after all',
    });
    expect(await on.ask(terminal.id, 'SAY next')).toMatchObject({ seq: 2, reply: 'next' });
  });
});

describe('start-up', () => {
  test('answers a dialog whose highlighted choice is the refusal', async () => {
    const terminal = await on.launch('trust', '--dialog trust');
    expect(terminal.status).toBe('idle');
  });

  test('works on the alternate screen', async () => {
    const terminal = await on.launch('alt', '--alt');
    expect(await on.ask(terminal.id, 'SAY alternate')).toMatchObject({ reply: 'alternate' });
  });
});

describe('explain', () => {
  test('says which evidence decided', async () => {
    const terminal = await on.launch('explain');
    await on.ask(terminal.id, 'SAY explained');
    const explanation = await on.engine.terminals.explain(terminal.id);
    expect(explanation).toMatchObject({ status: 'completed', phase: 'ready', decided_by: { source: 'signal' } });
    await expect
      .poll(async () => (await on.engine.terminals.explain(terminal.id)).screen.join('\n'))
      .toContain('explained');
    expect(explanation.sources.map(({ name }) => name)).toContain('signal');
  });
});

describe('removal', () => {
  test('a deleted terminal is gone, its text is kept, and its mail fails', async () => {
    const terminal = await on.launch('removal');
    const busy = await on.engine.terminals.input(terminal.id, { message: 'HANG' });
    const mail = await on.engine.inbox.send({ senderId: 'user', receiverId: terminal.id, message: 'too late' });
    await on.engine.terminals.remove(terminal.id);
    expect(() => on.engine.terminals.get(terminal.id)).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(on.engine.turns.get(busy.id)).toMatchObject({ state: 'lost' });
    expect(on.state.messages.get(mail.id)).toMatchObject({ status: 'failed' });
    expect(() => on.engine.sessions.get('cao-removal')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});

test('a role that the person defined decides on the tools', async () => {
  const store = join(on.home, 'agent-store');
  await mkdir(store, { recursive: true });
  await writeFile(join(store, 'scribe.md'), '---\nname: scribe\ndescription: writes\nrole: writer\n---\nWrite.\n');
  const request = { agent_profile: 'scribe', provider: 'mock_cli', session_name: 'role' };
  await expect(on.engine.sessions.create(request)).rejects.toMatchObject({ code: 'profile_invalid' });
  await writeFile(join(on.home, 'settings.json'), JSON.stringify({ roles: { writer: ['fs_write'] } }));
  expect(await on.engine.sessions.create(request)).toMatchObject({ allowed_tools: ['fs_write'] });
});

test('a profile is shown without the values of the managed variables', async () => {
  const store = join(on.home, 'agent-store');
  await mkdir(store, { recursive: true });
  await writeFile(join(store, 'secret.md'), '---\nname: secret\ndescription: d\n---\nThe key is ${API_KEY}.\n');
  await writeFile(join(on.home, '.env'), 'API_KEY=4711\n');
  expect(await on.engine.profiles.get('secret')).toMatchObject({
    system_prompt: expect.stringContaining('${API_KEY}'),
  });
});

describe('an agent that ended', () => {
  test('goes on with its conversation under the same terminal id', async () => {
    const terminal = await on.launch('resume');
    await on.ask(terminal.id, 'SAY remember the milk');
    await expect(on.engine.terminals.resume(terminal.id)).rejects.toMatchObject({ code: 'conflict' });
    await on.ask(terminal.id, 'CRASH SIGKILL');
    expect(on.engine.terminals.get(terminal.id)).toMatchObject({ exit_reason: expect.stringContaining('signal 9') });
    expect(await on.engine.terminals.resume(terminal.id)).toMatchObject({ id: terminal.id, exit_code: null });
    await on.engine.terminals.waitReady(terminal.id, { timeoutMs: 20_000 });
    expect(await on.ask(terminal.id, 'RECALL')).toMatchObject({
      state: 'completed',
      reply: expect.stringContaining('remember the milk'),
    });
  });

  test('answers a start-up dialog that comes again', async () => {
    const terminal = await on.launch('resume-dialog', '--dialog trust');
    await on.ask(terminal.id, 'SAY before');
    await on.ask(terminal.id, 'CRASH 3');
    await on.engine.terminals.resume(terminal.id);
    await on.engine.terminals.waitReady(terminal.id, { timeoutMs: 20_000 });
    expect(await on.ask(terminal.id, 'SAY after')).toMatchObject({ state: 'completed', reply: 'after' });
  });
});

test('a CLI that asks for its tools while it starts is ready when it has asked', async () => {
  await using asking = await bench({ mcpAtStart: true });
  const { id } = await asking.engine.sessions.create({
    agent_profile: 'developer',
    provider: 'mock_cli',
    session_name: 'tools',
  });
  await expect
    .poll(async () => (await asking.engine.terminals.screen(id)).lines.join('\n'), { timeout: 20_000 })
    .toContain('❯');
  expect(asking.engine.terminals.get(id)).toMatchObject({ ready: false, status: 'processing' });
  asking.engine.tools.listed(id);
  expect(await asking.engine.terminals.waitReady(id, { timeoutMs: 3000 })).toMatchObject({ ready: true });
});
