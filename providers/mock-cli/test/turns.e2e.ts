import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { agentFacts } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';
import { PATIENCE, readLines, startMock } from './harness.ts';
import { answer, startMcpServer, textResult, type Seen } from './program/mcp-server.ts';

describe('a turn', () => {
  it('carries its prompt and its answer byte for byte', async () => {
    await using mock = await startMock();
    const odd = 'RECORD got.jsonl\nECHO\nquotes " \' ` $HOME ${X} \\n \\\ttab 漢字 👩‍👩‍👧 é\nSLOW nonsense\n  trailing  ';
    expect(await mock.turn(odd)).toBe(odd);
    const long = `RECORD got.jsonl\nECHO\n${randomBytes(50_000).toString('hex')}\nend`;
    expect(await mock.turn(long)).toBe(long);
    const records = readLines(path.join(mock.folder, 'got.jsonl')) as readonly { prompt: string; bytes: string }[];
    expect(records.map(({ prompt }) => prompt)).toEqual([odd, long]);
    expect(Buffer.from(records[1]?.bytes ?? '', 'base64').toString()).toBe(long);
  });

  it('keeps CRLF, and bytes that are no UTF-8', async () => {
    await using mock = await startMock();
    await mock.raw('\x1b[200~RECORD got.jsonl\r\nECHO\r\nend\r\n\x1b[201~\r');
    expect(await mock.hook('Stop')).toMatchObject({ last_assistant_message: 'RECORD got.jsonl\r\nECHO\r\nend\r\n' });
  });

  it('can be told exactly, slowly, again and again', async () => {
    await using mock = await startMock();
    expect(await mock.turn('SAYJSON "tab\\t é\\u00e9 \\ud83d\\ude00\\n\\n  last {{answer}}"')).toBe(
      'tab\t éé 😀\n\n  last {{answer}}',
    );
    expect(await mock.turn('SLOW 0.2 one  two\\nthree ')).toBe('one  two\nthree');
    expect(await mock.turn('REPEAT 3 ab')).toBe('ababab');
    expect(await mock.turn('SAY a\nsome prose\nSAY b\\nc')).toBe('a\nb\nc');
    expect(await mock.turn('THINK 0.1')).toBe('done');
  });

  it('fails with its error, also when the script itself is wrong', async () => {
    await using mock = await startMock();
    expect(await mock.turn('SAY half\nFAIL out of\\ntokens')).toBe('out of\ntokens');
    await mock.shows({ state: 'ready', outcome: { type: 'failed', error: 'out of tokens' } });
    expect(mock.events().at(-1)).toMatchObject({ type: 'turn_failed', error: 'out of\ntokens' });
    expect(await mock.turn('THINK hard')).toBe('script line 1: THINK needs seconds');
    expect(await mock.turn('RETRY 0.2\nSAY recovered')).toBe('recovered');
  });

  it('is interrupted by Escape, and the prompts typed meanwhile run next', async () => {
    await using mock = await startMock();
    await mock.steps(provider.submit('HANG'));
    await mock.shows({ state: 'busy' });
    await mock.steps(provider.submit('SAY next'));
    await expect.poll(async () => (await mock.screen()).lines, PATIENCE).toContain('  ⏎ queued: SAY next');
    await mock.steps(provider.interrupt);
    expect(await mock.hook('Stop')).toMatchObject({ last_assistant_message: 'next' });
    expect(mock.hooks().map(({ hook }) => hook)).toEqual([
      'SessionStart',
      'UserPromptSubmit',
      'Interrupt',
      'UserPromptSubmit',
      'Stop',
    ]);
    await mock.steps(provider.submit('HANG'));
    await mock.shows({ state: 'busy' });
    await mock.steps(provider.interrupt);
    await mock.shows({ state: 'ready', outcome: { type: 'interrupted' } });
  });

  it('is submitted again when its Enter was swallowed', async () => {
    await using mock = await startMock({ flags: '--swallow-enter 2', env: { MOCK_CLI_LOG: 'keys.jsonl' } });
    await mock.steps(provider.submit('SAY finally'));
    const enters = () =>
      (readLines(path.join(mock.folder, 'keys.jsonl')) as readonly { data: string }[])
        .map(({ data }) => Buffer.from(data, 'base64').toString())
        .join('')
        .split('\r').length - 1;
    await expect.poll(enters, PATIENCE).toBe(1);
    await mock.shows({ state: 'ready', composer: 'SAY finally' });
    await mock.steps(provider.resubmit);
    await expect.poll(enters, PATIENCE).toBe(2);
    await mock.shows({ state: 'ready', composer: 'SAY finally' });
    await mock.steps(provider.resubmit);
    expect(await mock.hook('Stop')).toMatchObject({ last_assistant_message: 'finally' });
  });

  it('is no turn when it is a command', async () => {
    await using mock = await startMock();
    await mock.turn('SAY one');
    await mock.steps(provider.submit('/frobnicate now'));
    await expect.poll(async () => (await mock.screen()).lines, PATIENCE).toContain('⎿ Unknown command: /frobnicate');
    expect(await mock.turn('/tmp/x is a path')).toBe('MOCK: /tmp/x is a path');
    await mock.steps(provider.submit('/clear'));
    await expect.poll(async () => (await mock.screen()).lines, PATIENCE).toContain('⎿ Earlier turns are forgotten.');
    expect(await mock.turn('RECALL')).toBe('');
    expect(mock.hooks().filter(({ hook }) => hook === 'UserPromptSubmit')).toHaveLength(3);
  });
});

describe('a question', () => {
  it('is asked by signal and screen, and answered by the provider', async () => {
    await using mock = await startMock();
    await mock.steps(provider.submit('ASK Run it?\\nrm -rf build | Yes | No, never\nSAY chose {{answer}}'));
    const { question } = await mock.shows({ state: 'waiting' });
    expect(question).toEqual({
      kind: 'permission',
      text: 'Run it?\nrm -rf build',
      options: [
        { key: '1', label: 'Yes', selected: true },
        { key: '2', label: 'No, never' },
      ],
    });
    expect(mock.events().at(-1)).toMatchObject({ type: 'needs_input', question: { text: 'Run it?\nrm -rf build' } });
    expect((await mock.screen()).title).toBe('✋ mock_cli: waiting');
    await mock.steps([{ type: 'paste', text: '1 is not chosen by a paste' }]);
    await mock.steps(provider.answer(question ?? { kind: 'choice', text: '', options: [] }, 'no') ?? []);
    expect(await mock.hook('Stop')).toMatchObject({ last_assistant_message: 'chose No, never' });
    expect(mock.hooks().map(({ hook }) => hook)).toContain('PostToolUse');
  });

  it('takes any text when it has no options', async () => {
    await using mock = await startMock();
    await mock.steps(provider.submit('ASK Which name?\nSAY hello {{answer}}'));
    const { question } = await mock.shows({
      state: 'waiting',
      question: { kind: 'text', text: 'Which name?', options: [] },
    });
    await mock.steps(provider.answer(question ?? { kind: 'text', text: '', options: [] }, 'Ada "L."') ?? []);
    expect(await mock.hook('Stop')).toMatchObject({ last_assistant_message: 'hello Ada "L."' });
  });

  it('is walked with the arrow keys and cancelled with Escape', async () => {
    await using mock = await startMock();
    await mock.steps(provider.submit('ASK Pick | a | b | c\nSAY {{answer}}'));
    await mock.shows({ state: 'waiting' });
    await mock.steps([{ type: 'key', key: 'Up' }]);
    await expect.poll(async () => (await mock.screen()).lines, PATIENCE).toContain(' ❯ 3. c');
    await mock.steps([{ type: 'key', key: 'Enter' }]);
    expect(await mock.hook('Stop')).toMatchObject({ last_assistant_message: 'c' });
    await mock.steps(provider.submit('ASK Again? | a | b'));
    await mock.shows({ state: 'waiting' });
    await mock.steps(provider.interrupt);
    await mock.shows({ state: 'ready', outcome: { type: 'interrupted' } });
  });
});

describe('hooks that do not fire', () => {
  it('leave the screen to tell', async () => {
    await using mock = await startMock({ flags: '--no-hooks' });
    await mock.steps(provider.submit('SAY only\\nseen'));
    await mock.shows({ state: 'ready', outcome: { type: 'completed' } });
    expect(mock.hooks()).toEqual([]);
    expect(provider.readReply(await mock.rendered(), '')).toBe('only\nseen');
  });

  it('leave the transcript to tell when it is followed', async () => {
    await using mock = await startMock({ flags: '--drop-hook=Stop --drop-hook UserPromptSubmit --follow-transcript' });
    await mock.steps(provider.submit('SAY written down'));
    await mock.shows({ state: 'ready', outcome: { type: 'completed' } });
    expect(mock.hooks().map(({ hook }) => hook)).toEqual(['SessionStart']);
    const facts = agentFacts({
      env: { MOCK_CLI_FLAGS: '--follow-transcript', MOCK_CLI_HOME: path.join(mock.folder, 'home') },
      conversationId: mock.conversationId,
    });
    const [source] = provider.sources?.(facts) ?? [];
    const records = readLines(source?.path ?? '');
    const events = records.flatMap((record) => provider.readRecord?.(source?.id ?? '', record, facts) ?? []);
    expect(events).toMatchObject([
      { type: 'turn_started', prompt: 'SAY written down' },
      { type: 'turn_completed', reply: 'written down' },
    ]);
  });

  it('do not stop a turn when neither the signal file nor the transcript can be written', async () => {
    await using mock = await startMock({
      env: { CAO_SIGNAL_FILE: '/nowhere/at/all', MOCK_CLI_HOME: '/dev/null/home' },
    });
    await mock.steps(provider.submit('SAY on we go'));
    await mock.shows({ state: 'ready', outcome: { type: 'completed' } });
    await expect.poll(async () => (await mock.rendered()).join('\n'), PATIENCE).toContain('Stop hook failed: ENOENT');
    expect((await mock.rendered()).join('\n')).toContain('→ transcript: ENOTDIR');
  });
});

describe('EXPECT', () => {
  it('acknowledges prompts and puts their bodies into the last answer', async () => {
    await using mock = await startMock();
    expect(await mock.turn('SAY started\nEXPECT 3 {{prev}}: {{1}} + {{2}} + {{3}}')).toBe('started');
    expect(await mock.turn('one\n\n[Message from terminal 0a1b2c3d. Use send_message.]')).toBe('noted (1/3)');
    expect(await mock.turn('[CAO Notice] job ended\n\nFAIL is only text here')).toBe('noted (2/3)');
    expect(await mock.turn('three')).toBe('started: one + FAIL is only text here + three');
    expect(await mock.turn('four')).toBe('MOCK: four');
  });

  it('may go on with a script', async () => {
    await using mock = await startMock();
    await mock.turn('EXPECT 1 SAY got {{1}} from {{sender}}\\nEXPECT 1 then {{1}}');
    expect(await mock.turn('x\n[Assigned by terminal 0a1b2c3d.]')).toBe('got x from 0a1b2c3d');
    expect(await mock.turn('y')).toBe('then y');
  });
});

describe('tools', () => {
  const env = (url: string) => ({ CAO_MCP_URL: url, CAO_TOKEN: 'agent-token' });

  it('are called over MCP, one after another or together, with results to build on', async () => {
    const running = { now: 0, most: 0 };
    const held: (() => void)[] = [];
    const onCall = (response: Parameters<typeof answer>[0], { message }: Seen) => {
      const { name, arguments: args } = message.params as { name: string; arguments: { message?: string } };
      const reply = () =>
        answer(
          response,
          message.id,
          textResult(name === 'assign' ? '{"terminal_id":"0a1b2c3d"}' : `<${args.message}>`),
        );
      if (name !== 'slow') return reply();
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      held.push(reply);
      // All three are answered once all three have come.
      if (held.length === 3) for (const release of held.toReversed()) release();
    };
    await using server = await startMcpServer(onCall);
    await using mock = await startMock({ env: env(server.url) });
    const script = [
      'TOOL assign {"message":"SAY hi\\nSAY there"}',
      'TOOL handoff {"message":"to {{tool.terminal_id}} for {{env.CAO_TERMINAL_ID}} {{env.CAO_TOKEN}}"}',
      'TOOL slow {"message":"a"}',
      '+TOOL slow {"message":"b"}',
      '+TOOL slow {"message":"c"}',
      'SAY last {{tool}} first {{tool1.terminal_id}} fourth {{tool4}}',
    ].join('\n');
    const own = /[0-9a-f]{8}/.exec((await mock.turn(`SAY {{env.CAO_TERMINAL_ID}}`)) ?? '')?.[0];
    expect(await mock.turn(script)).toBe(
      [
        'tool assign: {"terminal_id":"0a1b2c3d"}',
        `tool handoff: <to 0a1b2c3d for ${own} {{env.CAO_TOKEN}}>`,
        'tool slow: <a>',
        'tool slow: <b>',
        'tool slow: <c>',
        'last <c> first 0a1b2c3d fourth <b>',
      ].join('\n'),
    );
    expect(running.most).toBe(3);
    const calls = server.seen.filter(({ message }) => message.method === 'tools/call');
    expect(calls[0]?.message.params?.['arguments']).toEqual({ message: 'SAY hi\nSAY there' });
    for (const { headers } of server.seen) expect(headers.authorization).toBe('Bearer agent-token');
  });

  it('are refused when the launch does not allow the server', async () => {
    await using server = await startMcpServer((response, { message }) =>
      answer(response, message.id, textResult('no')),
    );
    await using mock = await startMock({ env: env(server.url), request: { allowedTools: ['fs_read'] } });
    expect(await mock.turn('TOOL handoff {}\nNATIVE bash {"command":"ls"}\nNATIVE read')).toBe(
      [
        'tool handoff failed: not allowed, needs @cao-mcp-server',
        'native bash refused: not allowed, needs execute_bash',
        'native read: ok',
      ].join('\n'),
    );
    expect(server.seen).toEqual([]);
  });

  it('ask first when approval is not automatic', async () => {
    await using mock = await startMock({ request: { autoApprove: false } });
    await mock.steps(provider.submit('NATIVE bash {"command":"ls"}\nNATIVE write'));
    const { question } = await mock.shows({ state: 'waiting' });
    expect(question).toMatchObject({ text: 'Do you want to use bash?\n{"command":"ls"}' });
    expect(mock.events().at(-1)).toMatchObject({ type: 'needs_input', question: { tool: 'bash' } });
    await mock.steps([{ type: 'text', text: '1' }]);
    await mock.hook('PermissionRequest', 2);
    await mock.shows({ state: 'waiting' });
    await mock.steps([{ type: 'text', text: '2' }]);
    expect(await mock.hook('Stop')).toMatchObject({
      last_assistant_message: 'native bash: ok\nnative write refused: the person said no',
    });
  });

  it('fail with a reason, and the turn goes on', async () => {
    await using mock = await startMock({ env: { CAO_MCP_URL: '' } });
    expect(await mock.turn('TOOL handoff {}\nSAY on')).toBe('tool handoff failed: CAO_MCP_URL is not set\non');
  });

  it('are left when the turn is interrupted', async () => {
    await using server = await startMcpServer(() => {});
    await using mock = await startMock({ env: env(server.url) });
    await mock.steps(provider.submit('TOOL handoff {"message":"for ever"}'));
    await expect.poll(() => server.seen.some(({ message }) => message.method === 'tools/call'), PATIENCE).toBe(true);
    await mock.steps(provider.interrupt);
    await mock.shows({ state: 'ready', outcome: { type: 'interrupted' } });
    await expect.poll(() => server.seen.at(-1)?.message.method, PATIENCE).toBe('notifications/cancelled');
  });

  it('know the system prompt of the launch', async () => {
    await using mock = await startMock({ request: { systemPrompt: 'Be brief.\nAlways "quote".' } });
    expect(await mock.turn('SYSTEM')).toBe('Be brief.\nAlways "quote".');
  });
});
