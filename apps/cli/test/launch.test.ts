import { describe, expect, it } from 'vitest';
import { fakeServer, PROVIDERS, Refusal, terminal, turn, type FakeServer } from './support/fake-server.ts';
import { cao, type Ran, type RunOptions } from './support/run-cao.ts';

const created = terminal({ session_name: 'cao-my-task', status: 'unknown', ready: false });
const profile = { name: 'code_supervisor', description: '', system_prompt: 'x', role: 'supervisor' };

/** A server that can launch `code_supervisor` and is ready at once. */
async function launchServer(): Promise<FakeServer> {
  const server = await fakeServer();
  server.route('GET /agents/profiles/code_supervisor', profile);
  server.route('GET /agents/providers', PROVIDERS);
  server.route('POST /sessions', created);
  server.route('GET /terminals/*/wait', terminal({ session_name: 'cao-my-task' }));
  server.route('POST /terminals/*/input', { success: true, turn_id: 't_1' });
  server.route('GET /turns/t_1', turn({ reply: 'Hello written.' }));
  return server;
}

function launch(server: FakeServer, words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return cao(['launch', '--agents', 'code_supervisor', '--headless', ...words], { port: server.port, ...options });
}

const posted = (server: FakeServer, path: string): unknown =>
  server.seen.find((seen) => seen.method === 'POST' && seen.path === path)?.body;

describe('a headless launch', () => {
  it('is the one the session skill describes', async () => {
    await using server = await launchServer();
    const words = [
      '--provider',
      'mock_cli',
      '--yolo',
      '--session-name',
      'my-task',
      '--working-directory',
      '~/p x',
      'Build it.',
    ];
    const { code, out, err } = await launch(server, words);
    expect(code).toBe(0);
    expect(out).toBe('Session created: cao-my-task\nTerminal created: code_supervisor-1a2b\nHello written.\n');
    expect(err).toMatchInlineSnapshot(`
      "[WARNING] --yolo mode enabled
      code_supervisor on mock_cli runs unrestricted and may execute anything, without asking.
      Directory: ~/p x
      "
    `);
    expect(posted(server, '/sessions')).toEqual({
      agent_profile: 'code_supervisor',
      provider: 'mock_cli',
      session_name: 'my-task',
      working_directory: '~/p x',
      yolo: true,
      allowed_tools: ['*'],
    });
    expect(posted(server, '/terminals/aaaa0001/input')).toEqual({ message: 'Build it.' });
  });

  it('leaves everything that was not said to the server', async () => {
    await using server = await launchServer();
    server.route('GET /agents/profiles/code_supervisor', { ...profile, provider: 'mock_cli' });
    const { code, out } = await launch(server, ['--auto-approve']);
    expect({ code, out }).toEqual({
      code: 0,
      out: 'Session created: cao-my-task\nTerminal created: code_supervisor-1a2b\n',
    });
    expect(posted(server, '/sessions')).toEqual({ agent_profile: 'code_supervisor', working_directory: '/nowhere' });
    expect(server.seen.some(({ path }) => path.endsWith('/input'))).toBe(false);
  });

  it('passes model, variables and tools on, variables in the body only', async () => {
    await using server = await launchServer();
    const words = [
      '--provider',
      'mock_cli',
      '--auto-approve',
      '--model',
      'm-1',
      '--env',
      'A=1',
      '--env',
      'B=x=y',
      '--env',
      'A=2',
      '--memory',
    ];
    await launch(server, [...words, '--allowed-tools', 'fs_read', '--allowed-tools', '@db']);
    expect(posted(server, '/sessions')).toMatchObject({
      model: 'm-1',
      memory_manager: true,
      env_vars: { A: '2', B: 'x=y' },
      allowed_tools: ['fs_read', '@db'],
    });
    expect(server.seen.every(({ query }) => !JSON.stringify(query).includes('x=y'))).toBe(true);
  });

  it('returns with --async once the message was sent', async () => {
    await using server = await launchServer();
    const { code, out } = await launch(server, ['--provider', 'mock_cli', '--yolo', '--async', 'Go']);
    expect(code).toBe(0);
    expect(out).toContain('Message sent to code_supervisor-1a2b. Running in background.\n');
    expect(server.seen.some(({ path }) => path.startsWith('/turns'))).toBe(false);
  });

  it('ends with 3 and the question when the agent asks before it takes the message', async () => {
    await using server = await launchServer();
    const question = { kind: 'dialog', text: 'Trust this folder?', options: [{ key: '1', label: 'Yes' }] };
    server.route('GET /terminals/*/wait', { ...created, status: 'waiting_user_answer', question });
    const { code, err } = await launch(server, ['--provider', 'mock_cli', '--yolo', 'Go']);
    expect(code).toBe(3);
    expect(err).toContain('Trust this folder?');
    expect(err).toContain("cao session answer cao-my-task '1' --terminal aaaa0001");
    expect(posted(server, '/terminals/aaaa0001/input')).toBe(undefined);
  });

  it('fails when the agent ends while it starts', async () => {
    await using server = await launchServer();
    const ended = {
      ...created,
      status: 'error',
      exit_code: 7,
      exit_reason: 'mock_cli ended with exit code 7',
      status_reason: 'mock_cli ended with exit code 7',
    };
    server.route('GET /terminals/*/wait', ended);
    const { code, err } = await launch(server, ['--provider', 'mock_cli', '--yolo', 'Go']);
    expect(code).toBe(1);
    expect(err).toContain(
      'Error: The agent ended while it was starting (exit code 7): mock_cli ended with exit code 7',
    );
  });

  it('says when the list of tools is only advice', async () => {
    await using server = await launchServer();
    server.route('POST /sessions', { ...created, tool_restriction: 'advisory' });
    const { err } = await launch(server, ['--provider', 'mock_cli', '--auto-approve']);
    expect(err).toContain('cannot enforce the list of tools');
  });
});

describe('before anything is created', () => {
  it.each([
    [['--provider', 'nope'], "Invalid provider 'nope'. Available providers: claude_code, mock_cli"],
    [['--provider', 'claude_code'], "Claude Code is not installed: 'claude' was not found"],
    [[], "Invalid provider 'kiro_cli'. Available providers: claude_code, mock_cli"],
  ])('%j is refused', async (words, message) => {
    await using server = await launchServer();
    const { code, out, err } = await launch(server, [...words, '--yolo']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`Error: ${message}`);
    expect(posted(server, '/sessions')).toBe(undefined);
  });

  it('an unknown profile is told with the way to get it', async () => {
    await using server = await launchServer();
    server.route(
      'GET /agents/profiles/*',
      new Refusal(404, { detail: 'Agent profile not found: x', code: 'profile_not_found' }),
    );
    server.route(
      'POST /sessions',
      new Refusal(404, {
        detail: 'Agent profile not found: x',
        code: 'profile_not_found',
        hint: "Install it with 'cao install x'",
      }),
    );
    const { code, err } = await launch(server, ['--provider', 'mock_cli', '--yolo']);
    expect(code).toBe(1);
    expect(err).toContain("Error: Agent profile not found: x\nInstall it with 'cao install x'\n");
  });

  it('a broken profile stops the launch, whatever the tools', async () => {
    await using server = await launchServer();
    const detail = "Profile 'x' is not valid: x.md:3: field 'permissionMode': expected one of";
    server.route('GET /agents/profiles/*', new Refusal(400, { detail, code: 'profile_invalid' }));
    const { code, err } = await launch(server, ['--provider', 'mock_cli', '--yolo']);
    expect({ code, err: err.slice(0, 60) }).toEqual({ code: 1, err: `Error: ${detail}`.slice(0, 60) });
    expect(posted(server, '/sessions')).toBe(undefined);
  });

  it('attaching without a terminal is refused', async () => {
    await using server = await launchServer();
    const { code, err } = await cao(['launch', '--agents', 'code_supervisor'], { port: server.port });
    expect(code).toBe(1);
    expect(err).toContain('Pass --headless');
    expect(server.seen).toEqual([]);
  });
});

describe('the confirmation', () => {
  const words = ['--provider', 'mock_cli'];

  it.each(['\n', 'y\n', 'YES\n'])('goes on with %j', async (stdin) => {
    await using server = await launchServer();
    const { code, err } = await launch(server, words, { stdin });
    expect(code).toBe(0);
    expect(err).toMatchInlineSnapshot(`
      "Agent:             code_supervisor on mock_cli
      Allowed tools:     @cao-mcp-server, fs_read, fs_list
      Working directory: /nowhere
      --auto-approve skips this question and keeps the restrictions; --yolo lifts them.
      Proceed? [Y/n]: "
    `);
  });

  it('stops at no', async () => {
    await using server = await launchServer();
    const { code, err } = await launch(server, words, { stdin: 'n\n' });
    expect(code).toBe(1);
    expect(err).toContain('Error: Launch cancelled by user');
    expect(posted(server, '/sessions')).toBe(undefined);
  });

  it('stops where nobody answers', async () => {
    await using server = await launchServer();
    const { code, err } = await launch(server, words);
    expect(code).toBe(1);
    expect(err).toContain('Aborted!');
    expect(posted(server, '/sessions')).toBe(undefined);
  });

  it('says what a profile without role and tools gets', async () => {
    await using server = await launchServer();
    server.route('GET /agents/profiles/*', { name: 'x', description: '', system_prompt: '' });
    const { err } = await launch(server, words, { stdin: 'n\n' });
    expect(err).toContain('the developer role is assumed');
    expect(err).toContain('fs_*, execute_bash');
  });
});
