import { describe, expect, it } from 'vitest';
import { agentFacts, launchRequest, testProvider } from '@cao/provider-sdk/testing';
import { provider } from '../src/index.ts';

const turn = { session_id: 's-1', turn_id: 's-1:1', at: 5 };

testProvider(provider, {
  root: new URL('..', import.meta.url),
  versions: [
    ['mock_cli 0.1.0\n', '0.1.0'],
    ['warning\nmock_cli 1.20.3', '1.20.3'],
    ['other 1.2.3', undefined],
  ],
  facts: { env: { MOCK_CLI_FLAGS: '--alt --follow-transcript', MOCK_CLI_HOME: '/home/someone/mock' } },
  signals: [
    { hook: 'SessionStart', source: 'startup', transcript_path: '/home/someone/x.jsonl', ...turn },
    { hook: 'UserPromptSubmit', prompt: 'hi', ...turn },
    { hook: 'PreToolUse', tool_name: 'bash', tool_input: {}, ...turn },
    { hook: 'PermissionRequest', question: 'Go?', options: [{ key: '1', label: 'Yes' }], tool_name: 'bash', ...turn },
    { hook: 'PostToolUse', tool_name: 'bash', tool_response: 'ok', ...turn },
    { hook: 'Stop', last_assistant_message: 'hello', ...turn },
    { hook: 'StopFailure', error: 'overloaded', ...turn },
    { hook: 'Interrupt', ...turn },
    { hook: 'SessionEnd', reason: 'exit', ...turn },
  ],
  records: {
    transcript: [
      { type: 'user', turn: 't', text: 'hi', at: 1 },
      { type: 'assistant', turn: 't', text: 'yo' },
    ],
  },
});

describe('mock_cli signals', () => {
  const read = (signal: object) => provider.readSignal({ ...turn, ...signal }, agentFacts());

  it('become events with everything they carry', () => {
    expect([
      ...read({ hook: 'SessionStart', transcript_path: '/t.jsonl' }),
      ...read({ hook: 'UserPromptSubmit', prompt: 'hi' }),
      ...read({ hook: 'Stop', last_assistant_message: 'exact \n answer' }),
      ...read({ hook: 'StopFailure', error: '529' }),
      ...read({ hook: 'Interrupt' }),
      ...read({ hook: 'SessionEnd', reason: '/exit' }),
    ]).toEqual([
      { type: 'session', conversationId: 's-1', transcriptPath: '/t.jsonl', rule: 'hook SessionStart', at: 5 },
      { type: 'turn_started', prompt: 'hi', nativeId: 's-1:1', rule: 'hook UserPromptSubmit', at: 5 },
      { type: 'turn_completed', reply: 'exact \n answer', nativeId: 's-1:1', rule: 'hook Stop', at: 5 },
      { type: 'turn_failed', error: '529', nativeId: 's-1:1', rule: 'hook StopFailure', at: 5 },
      { type: 'turn_interrupted', nativeId: 's-1:1', rule: 'hook Interrupt', at: 5 },
      { type: 'ended', reason: '/exit', rule: 'hook SessionEnd', at: 5 },
    ]);
  });

  it('carry questions, with options or without', () => {
    const options = [{ key: '1', label: 'Yes' }];
    expect(read({ hook: 'PermissionRequest', question: 'Go?', options, tool_name: 'bash' })).toMatchObject([
      { type: 'needs_input', question: { kind: 'permission', text: 'Go?', options, tool: 'bash' } },
    ]);
    expect(read({ hook: 'PermissionRequest', question: 'Name?', options: [] })).toMatchObject([
      { type: 'needs_input', question: { kind: 'text', text: 'Name?', options: [] } },
    ]);
  });

  it('are told by the title too', () => {
    const state = (title: string) => provider.readTitle?.(title, agentFacts())[0];
    expect(state('◇ mock_cli')).toMatchObject({ type: 'state', state: 'ready' });
    expect(state('✦ mock_cli: working')).toMatchObject({ type: 'state', state: 'busy' });
    expect(state('✋ mock_cli: waiting')).toMatchObject({ type: 'state', state: 'waiting' });
    expect(state('some title')).toBeUndefined();
  });

  it('leave the transcript alone unless it is asked for', () => {
    const conversationId = 'c-1';
    expect(provider.sources?.(agentFacts({ conversationId }))).toEqual([]);
    const env = { MOCK_CLI_FLAGS: '--follow-transcript' };
    expect(provider.sources?.(agentFacts({ conversationId, env }))).toEqual([
      { id: 'transcript', path: '/home/someone/.mock-cli/sessions/c-1.jsonl', format: 'jsonl' },
    ]);
  });
});

describe('mock_cli plans', () => {
  it('start the script with this very node', () => {
    const request = launchRequest({
      executable: '/x/mock-cli.js',
      model: 'm',
      autoApprove: false,
      allowedTools: ['fs_read', '@cao-mcp-server'],
      profile: {
        name: 'p',
        description: '',
        system_prompt: '',
        toolsSettings: { mock_cli: { flags: '--alt --swallow-enter 2' } },
      },
    });
    const { argv, conversationId } = provider.plan(request);
    expect(argv.slice(0, 2)).toEqual([process.execPath, '/x/mock-cli.js']);
    expect(conversationId).toBe(request.newConversationId);
    expect(argv.slice(2).join(' ')).toMatchInlineSnapshot(
      `"--session-id 7c9e6679-7425-40de-944b-e07fc1f90ae7 --model=m --system-prompt-file=/home/someone/.cao/scratch/0a1b2c3d/system-prompt.md --allowed-tools=fs_read,@cao-mcp-server --ask-permission --mcp-name=cao-mcp-server --mcp-url-env=CAO_MCP_URL --mcp-token-env=CAO_TOKEN --mcp-timeout=3600000 --alt --swallow-enter 2"`,
    );
  });

  it('resume by id', () => {
    const { argv, conversationId } = provider.plan(launchRequest({ resume: 'old-1' }));
    expect(conversationId).toBe('old-1');
    expect(argv.join(' ')).toContain('--resume old-1');
    expect(argv.join(' ')).not.toContain('--session-id');
  });
});

describe('mock_cli answers', () => {
  const options = Array.from({ length: 12 }, (_, at) => ({
    key: String(at + 1),
    label: `Choice ${'abcdefghijkl'[at]}`,
  }));
  const question = { kind: 'permission' as const, text: 'Which?', options };

  it('choose by key, label, or the beginning of one label', () => {
    expect(provider.answer(question, '2')).toEqual([{ type: 'text', text: '2' }]);
    expect(provider.answer(question, 'choice C')).toEqual([{ type: 'text', text: '3' }]);
    expect(provider.answer(question, 'choice')).toBeUndefined();
    expect(provider.answer({ ...question, options: [{ key: '1', label: 'Yes, go on' }] }, 'yes')).toEqual([
      { type: 'text', text: '1' },
    ]);
  });

  it('walk to choices that no digit reaches', () => {
    const keys = provider.answer(question, '11') ?? [];
    expect(keys.map((step) => (step.type === 'key' ? step.key : step.type))).toEqual([
      ...Array.from({ length: 10 }, () => 'Down'),
      'Enter',
    ]);
  });

  it('type free text only where text is asked for', () => {
    expect(provider.answer({ kind: 'text', text: 'Name?', options: [] }, 'Ada')).toEqual(provider.submit('Ada'));
    expect(provider.answer({ kind: 'permission', text: 'Go?', options: [] }, 'Ada')).toBeUndefined();
  });
});
