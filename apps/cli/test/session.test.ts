import { describe, expect, it } from 'vitest';
import {
  fakeServer,
  notFound,
  Refusal,
  session,
  terminal,
  turn,
  worker,
  type FakeServer,
  type Seen,
} from './support/fake-server.ts';
import { cao } from './support/run-cao.ts';

/** A server with the session cao-x: a conductor and one worker. */
async function withSession(): Promise<FakeServer> {
  const server = await fakeServer();
  const x = session('cao-x', terminal(), worker());
  server.route('GET /sessions', [x.session]);
  server.route('GET /sessions/cao-x', x);
  server.route('GET /terminals/aaaa0001', terminal());
  server.route('GET /terminals/*/output', { output: 'All done.\nTwo files.', mode: 'last' });
  return server;
}

describe('session list', () => {
  it('has a row per session', async () => {
    await using server = await withSession();
    const { code, out } = await cao(['session', 'list'], { port: server.port });
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "SESSION                   CONDUCTOR    STATUS          TERMINALS
      -----------------------------------------------------------------
      cao-x                     aaaa0001     idle            2
      "
    `);
  });

  it('prints the documented JSON', async () => {
    await using server = await withSession();
    const { out } = await cao(['session', 'list', '--json'], { port: server.port });
    expect(out).toMatchInlineSnapshot(`
      "[
        {
          "session": "cao-x",
          "conductor": {
            "id": "aaaa0001",
            "agent_profile": "code_supervisor",
            "provider": "mock_cli",
            "status": "idle"
          },
          "terminal_count": 2
        }
      ]
      "
    `);
  });

  it('says when there is none', async () => {
    await using server = await fakeServer();
    server.route('GET /sessions', []);
    expect((await cao(['session', 'list'], { port: server.port })).out).toBe('No active sessions\n');
    expect((await cao(['session', 'list', '--json'], { port: server.port })).out).toBe('[]\n');
  });

  it('shows one that cannot be read without its conductor, and leaves out one that just ended', async () => {
    await using server = await withSession();
    const empty = session('cao-empty');
    server.route(
      'GET /sessions',
      ['cao-broken', 'cao-gone', 'cao-empty', 'cao-x'].map((name) => session(name).session),
    );
    server.route('GET /sessions/cao-broken', new Refusal(500, { detail: 'broken', code: 'internal' }));
    server.route('GET /sessions/cao-empty', empty);
    const { code, out } = await cao(['session', 'list', '--json'], { port: server.port });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { session: 'cao-broken', conductor: null },
      { session: 'cao-empty', conductor: null, terminal_count: 0 },
      { session: 'cao-x', terminal_count: 2 },
    ]);
    expect((await cao(['session', 'list'], { port: server.port })).out).toMatch(/^cao-broken +N\/A +N\/A +0$/m);
  });

  it('does not take a missing token for having no sessions', async () => {
    await using server = await withSession();
    server.route('GET /sessions/*', new Refusal(401, { detail: 'A token is needed', code: 'unauthorized' }));
    const { code, err } = await cao(['session', 'list'], { port: server.port });
    expect({ code, err: err.slice(0, 24) }).toEqual({ code: 1, err: 'Error: A token is needed' });
  });
});

describe('session status', () => {
  it('shows the conductor, why, and the last response', async () => {
    await using server = await withSession();
    const { code, out } = await cao(['session', 'status', 'cao-x'], { port: server.port });
    expect(code).toBe(0);
    expect(out.replace(/^Since: .*$/m, 'Since: (time)')).toMatchInlineSnapshot(`
      "Session:  cao-x
      Terminal: aaaa0001
      Agent:    code_supervisor
      Provider: mock_cli
      Folder:   /project
      Status:   idle
      Reason:   screen: prompt
      Since: (time)

      Last response:
      All done.
      Two files.
      "
    `);
  });

  it('says who waits for whom, since when, and what helps', async () => {
    await using server = await withSession();
    const since = new Date(Date.now() - 125_000).toISOString();
    const wait = { terminal_id: 'aaaa0001', on: 'bbbb0002', since, until: null, job_id: null, hint: null } as const;
    const waits = [
      { ...wait, for: 'worker' as const, text: 'code_supervisor aaaa0001 waits for developer bbbb0002 (handoff)' },
      {
        ...wait,
        terminal_id: 'cccc0003',
        on: null,
        for: 'answer' as const,
        text: 'reviewer cccc0003 asks',
        hint: 'cao session answer',
      },
    ];
    server.route('GET /sessions/cao-x', { ...session('cao-x', terminal(), worker()), waits });
    const { out } = await cao(['session', 'status', 'cao-x'], { port: server.port });
    expect(out.slice(out.indexOf('Waits'), out.indexOf('Last response')).replaceAll(/since \S+ \S+/g, 'since (time)'))
      .toMatchInlineSnapshot(`
      "Waits:
        code_supervisor aaaa0001 waits for developer bbbb0002 (handoff)
          since (time) (2m 05s)
        reviewer cccc0003 asks
          since (time) (2m 05s)
          what helps: cao session answer

      "
    `);
    const read = async (...more: string[]): Promise<unknown> =>
      JSON.parse((await cao(['session', 'status', 'cao-x', '--json', ...more], { port: server.port })).out).waits;
    expect(await read()).toEqual(waits);
    expect(await read('--terminal', 'bbbb0002')).toEqual([waits[0]]);
  });

  it('forgives a missing prefix', async () => {
    await using server = await withSession();
    expect((await cao(['session', 'status', 'x'], { port: server.port })).code).toBe(0);
  });

  it('lists workers with their live status, and the question of one that asks', async () => {
    await using server = await withSession();
    const question = {
      kind: 'permission',
      text: 'Run npm test?',
      options: [{ key: '1', label: 'Yes', selected: true }],
    } as const;
    const asks = worker({
      id: 'cccc0003',
      status: 'waiting_user_answer',
      question: { ...question, options: [...question.options] },
    });
    server.route('GET /sessions/cao-x', session('cao-x', terminal(), worker({ agent_profile: null }), asks));
    const { out } = await cao(['session', 'status', 'cao-x', '--workers'], { port: server.port });
    expect(out.slice(out.indexOf('ID '))).toMatchInlineSnapshot(`
      "ID           AGENT                PROVIDER        STATUS
      -----------------------------------------------------------------
      bbbb0002     -                    mock_cli        processing
      cccc0003     developer            mock_cli        waiting_user_answer

      The agent asks (terminal cccc0003):

        Run npm test?

        > 1) Yes

      Answer with: cao session answer cao-x '1' --terminal cccc0003
      or type it there: cao attach cccc0003
      "
    `);
  });

  it('prints the documented JSON, the response in full', async () => {
    await using server = await withSession();
    const long = Array.from({ length: 50 }, (_, index) => `line ${index}`).join('\n');
    server.route('GET /terminals/*/output', { output: long, mode: 'last' });
    const { out } = await cao(['session', 'status', 'cao-x', '--workers', '--json'], { port: server.port });
    const { session: name, conductor, workers } = JSON.parse(out);
    expect({ name, last: conductor.last_output }).toEqual({ name: 'cao-x', last: long });
    expect(conductor).toMatchObject({
      id: 'aaaa0001',
      agent_profile: 'code_supervisor',
      provider: 'mock_cli',
      status: 'idle',
      status_reason: 'screen: prompt',
    });
    expect(workers).toMatchObject([
      { id: 'bbbb0002', agent_profile: 'developer', provider: 'mock_cli', status: 'processing' },
    ]);
    const short = await cao(['session', 'status', 'cao-x', '--json'], { port: server.port });
    expect(JSON.parse(short.out)).not.toHaveProperty('workers');
  });

  it('cuts a long response after 20 lines', async () => {
    await using server = await withSession();
    server.route('GET /terminals/*/output', { output: 'line\n'.repeat(25), mode: 'last' });
    const { out } = await cao(['session', 'status', 'cao-x'], { port: server.port });
    expect(out).toContain('... (5 more lines)\n');
    expect(out.match(/^line$/gm)).toHaveLength(20);
  });

  it('drills into one terminal of the session, and into no other', async () => {
    await using server = await withSession();
    const one = await cao(['session', 'status', 'cao-x', '--terminal', 'bbbb0002'], { port: server.port });
    expect(one.out).toContain('Terminal: bbbb0002');
    const other = await cao(['session', 'status', 'cao-x', '--terminal', 'ffff0000'], { port: server.port });
    expect(other.code).toBe(1);
    expect(other.err).toContain("Terminal ffff0000 does not belong to session 'cao-x'");
  });

  it('does without a last response', async () => {
    await using server = await withSession();
    server.route('GET /terminals/*/output', new Refusal(404, { detail: 'nothing', code: 'reply_unavailable' }));
    expect((await cao(['session', 'status', 'cao-x'], { port: server.port })).out).toContain(
      'No last response available',
    );
    const { out } = await cao(['session', 'status', 'cao-x', '--json'], { port: server.port });
    expect(JSON.parse(out).conductor.last_output).toBe(null);
  });

  it("passes the server's words on, without control characters", async () => {
    await using server = await fakeServer();
    server.route(
      'GET /sessions/*',
      new Refusal(404, { detail: "Session '\u001b[31m' not found", code: 'not_found', hint: 'Look: cao session list' }),
    );
    const { code, err } = await cao(['session', 'status', 'cao-no'], { port: server.port });
    expect(code).toBe(1);
    expect(err).toBe("Error: Session '\\x1b[31m' not found\nLook: cao session list\n");
  });

  it('encodes names in URLs', async () => {
    await using server = await fakeServer();
    await cao(['session', 'status', 'cao-a/../b?c'], { port: server.port });
    expect(server.seen[0]?.path).toBe('/sessions/cao-a/../b?c');
  });
});

describe('session send', () => {
  it('waits for the turn it opened and prints its reply, nothing else', async () => {
    await using server = await withSession();
    server.route('POST /terminals/aaaa0001/input', { success: true, turn_id: 't_1' });
    server.route('GET /turns/t_1', turn({ reply: 'Added 3 tests.' }));
    const message = 'quotes "\' $VAR `x` \t and 한글\nsecond line';
    const { code, out, err } = await cao(['session', 'send', 'cao-x', message], { port: server.port });
    expect({ code, out, err }).toEqual({ code: 0, out: 'Added 3 tests.\n', err: '' });
    expect(server.seen.find(({ method }) => method === 'POST')?.body).toEqual({ message });
  });

  it('waits on the server, for as long as it was told, without asking again and again', async () => {
    await using server = await withSession();
    server.route('POST /terminals/aaaa0001/input', { success: true, turn_id: 't_1' });
    server.route('GET /turns/t_1', async ({ query }: Seen) => {
      await new Promise((resolve) => setTimeout(resolve, Number(query['wait']) * 1000));
      return turn({ state: 'working', reply: null, ended_at: null });
    });
    const { code, out, err } = await cao(['session', 'send', 'cao-x', 'm', '--timeout', '1'], { port: server.port });
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatchInlineSnapshot(`
      "Error: Timed out after 1s waiting for terminal aaaa0001; the agent is still running.
      See: cao session status cao-x
      "
    `);
    const waits = server.seen.filter(({ path }) => path === '/turns/t_1');
    expect(waits.length).toBeLessThanOrEqual(2);
    expect(Number(waits[0]?.query['wait'])).toBeCloseTo(1, 0);
  });

  it('ends with code 3 and the question when the agent asks', async () => {
    await using server = await withSession();
    const options = [
      { key: '1', label: 'Yes', selected: true },
      { key: '2', label: 'No' },
    ];
    server.route('POST /terminals/aaaa0001/input', { success: true, turn_id: 't_1' });
    server.route(
      'GET /turns/t_1',
      turn({ state: 'needs_input', reply: null, question: { kind: 'permission', text: 'Run rm -rf build?', options } }),
    );
    const { code, out, err } = await cao(['session', 'send', 'cao-x', 'm'], { port: server.port });
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatchInlineSnapshot(`
      "The agent asks (terminal aaaa0001):

        Run rm -rf build?

        > 1) Yes
          2) No

      Answer with: cao session answer cao-x '1' --terminal aaaa0001
      or type it there: cao attach aaaa0001
      "
    `);
  });

  it.each([
    ['failed', 'API error 529', 'The agent reported an error: API error 529'],
    ['interrupted', null, 'The agent was interrupted before it answered'],
    ['lost', 'mock_cli ended with exit code 1', 'The message was lost: mock_cli ended with exit code 1'],
  ] as const)('fails when the turn is %s', async (state, error, message) => {
    await using server = await withSession();
    server.route('POST /terminals/aaaa0001/input', { success: true, turn_id: 't_1' });
    server.route('GET /turns/t_1', turn({ state, error, reply: null }));
    const { code, err } = await cao(['session', 'send', 'cao-x', 'm'], { port: server.port });
    expect(code).toBe(1);
    expect(err).toBe(`Error: ${message}\nSee: cao session status cao-x\n`);
  });

  it('returns at once with --async', async () => {
    await using server = await withSession();
    server.route('POST /terminals/aaaa0001/input', { success: true, turn_id: 't_1' });
    const { code, out } = await cao(['session', 'send', 'cao-x', 'm', '--async', '--timeout', '5'], {
      port: server.port,
    });
    expect({ code, out }).toEqual({ code: 0, out: 'Message sent to terminal aaaa0001\n' });
    expect(server.seen.some(({ path }) => path.startsWith('/turns'))).toBe(false);
  });

  it('sends to a worker of the session', async () => {
    await using server = await withSession();
    server.route('GET /sessions/cao-x', session('cao-x', terminal(), worker({ status: 'completed', ready: true })));
    server.route('POST /terminals/bbbb0002/input', { success: true, turn_id: 't_1' });
    server.route('GET /turns/t_1', turn({ reply: 'hello' }));
    const words = ['session', 'send', 'cao-x', 'm', '--terminal', 'bbbb0002'];
    expect((await cao(words, { port: server.port })).out).toBe('hello\n');
    const other = await cao(['session', 'send', 'cao-x', 'm', '--terminal', 'ffff0000'], { port: server.port });
    expect({ code: other.code, sent: server.seen.filter(({ method }) => method === 'POST').length }).toEqual({
      code: 1,
      sent: 1,
    });
  });

  it('says what an agent is at that takes no input', async () => {
    await using server = await withSession();
    const refusal = new Refusal(409, { detail: 'Terminal bbbb0002 is currently processing.', code: 'not_ready' });
    server.route('POST /terminals/bbbb0002/input', refusal);
    server.route('GET /terminals/bbbb0002', worker());
    const words = ['session', 'send', 'cao-x', 'm', '--terminal', 'bbbb0002'];
    const { code, err } = await cao(words, { port: server.port });
    expect(code).toBe(1);
    expect(err).toContain('Terminal bbbb0002 is currently processing. Wait for it to finish before sending.');
  });

  it('prints what there is and ends with 130 on Ctrl-C; the agent goes on', async () => {
    await using server = await withSession();
    server.route('POST /terminals/aaaa0001/input', { success: true, turn_id: 't_1' });
    let waiting: () => void;
    const interrupt = new Promise<void>((resolve) => (waiting = resolve));
    server.route('GET /turns/t_1', () => {
      waiting();
      return new Promise(() => undefined);
    });
    const { code, out, err } = await cao(['session', 'send', 'cao-x', 'm'], { port: server.port, interrupt });
    expect({ code, out }).toEqual({ code: 130, out: 'All done.\nTwo files.\n' });
    expect(err).toContain('the agent goes on');
  });

  it('shows on a terminal what it waits for, and leaves no trace of it', async () => {
    await using server = await withSession();
    server.route('POST /terminals/aaaa0001/input', { success: true, turn_id: 't_1' });
    const screen = { lines: ['● Editing greet.js', '│ > │'], cursor: { row: 1, col: 4, visible: true } };
    server.route('GET /terminals/*/screen', screen);
    server.route('GET /terminals/aaaa0001', terminal({ status: 'processing' }));
    let seen: () => void;
    const shown = new Promise<void>((resolve) => (seen = resolve));
    server.route('GET /turns/t_1', () => shown.then(() => turn({ reply: 'ok' })));
    const { out, err } = await cao(['session', 'send', 'cao-x', 'm'], {
      port: server.port,
      tty: true,
      onErr: (text) => void (text.includes('Editing') && seen()),
    });
    expect(out).toBe('ok\n');
    expect(err).toMatch(/processing · \d+s/);
    expect(err).toContain('● Editing greet.js');
    expect(err.endsWith('\r\u001b[2K')).toBe(true);
  });
});

describe('session answer', () => {
  it('answers the conductor or the terminal that was named', async () => {
    await using server = await withSession();
    server.route('POST /terminals/*/answer', { success: true });
    const { code, out } = await cao(['session', 'answer', 'x', '1', '--terminal', 'bbbb0002'], { port: server.port });
    expect({ code, out }).toEqual({ code: 0, out: 'Answered terminal bbbb0002\n' });
    expect(server.seen.at(-1)).toMatchObject({ path: '/terminals/bbbb0002/answer', body: { answer: '1' } });
  });
});

describe('shutdown', () => {
  const gone = { success: true, deleted: ['cao-x'], errors: [] };

  it('ends one session, with or without the prefix', async () => {
    await using server = await fakeServer();
    server.route('DELETE /sessions/cao-x', gone);
    for (const name of ['cao-x', 'x']) {
      const { code, out } = await cao(['shutdown', '--session', name], { port: server.port });
      expect({ code, out }).toEqual({ code: 0, out: "✓ Shutdown session 'cao-x'\n" });
    }
  });

  it('takes a session that is gone for ended', async () => {
    await using server = await fakeServer();
    server.route('DELETE /sessions/*', notFound('Session'));
    const { code, err } = await cao(['shutdown', '--session', 'cao-x'], { port: server.port });
    expect({ code, err }).toEqual({ code: 0, err: "Session 'cao-x' already removed\n" });
  });

  it('goes on after a failure with --all, and tells by its exit code', async () => {
    await using server = await fakeServer();
    server.route(
      'GET /sessions',
      ['cao-a', 'cao-b', 'cao-c'].map((name) => session(name).session),
    );
    server.route('DELETE /sessions/*', gone);
    server.route('DELETE /sessions/cao-a', new Refusal(500, { detail: 'disk full', code: 'internal' }));
    server.route('DELETE /sessions/cao-b', { success: false, deleted: [], errors: ['terminal bbbb0002 is left'] });
    const { code, out, err } = await cao(['shutdown', '--all'], { port: server.port });
    expect({ code, out }).toEqual({ code: 1, out: "✓ Shutdown session 'cao-c'\n" });
    expect(err).toMatchInlineSnapshot(`
      "Error: Session 'cao-a': disk full
      Error: Session 'cao-b' was not ended completely: terminal bbbb0002 is left
      "
    `);
  });

  it('has nothing to do without sessions', async () => {
    await using server = await fakeServer();
    server.route('GET /sessions', []);
    const { code, out } = await cao(['shutdown', '--all'], { port: server.port });
    expect({ code, out }).toEqual({ code: 0, out: 'No cao sessions found to shutdown\n' });
  });

  it.each([[['shutdown']], [['shutdown', '--all', '--session', 'x']]])('wants one of both: %j', async (words) => {
    const { code, err } = await cao(words);
    expect(code).toBe(1);
    expect(err).toContain('Give --all or --session NAME');
  });
});

describe('session resume', () => {
  it('starts what has ended, goes on after a failure, and tells by its exit code', async () => {
    await using server = await fakeServer();
    const ended = { exit_reason: 'killed by signal 9' };
    const conductor = terminal(ended);
    const other = { ...worker(), ...ended };
    server.route('GET /sessions/cao-x', session('cao-x', conductor, other));
    server.route('GET /terminals/aaaa0001', conductor);
    server.route(`GET /terminals/${other.id}`, other);
    server.route('POST /terminals/aaaa0001/resume', terminal());
    server.route(`POST /terminals/${other.id}/resume`, new Refusal(409, { detail: 'it cannot', code: 'conflict' }));
    const { code, out } = await cao(['session', 'resume', 'x'], { port: server.port });
    expect({ code, out }).toEqual({
      code: 1,
      out: `Resumed aaaa0001 (code_supervisor)\nNot resumed ${other.id} (developer): it cannot\n`,
    });
  });

  it('leaves alone what runs', async () => {
    await using server = await withSession();
    server.route('GET /terminals/*', terminal());
    const { code, out } = await cao(['session', 'resume', 'cao-x'], { port: server.port });
    expect({ code, out }).toEqual({ code: 0, out: 'Every agent of the session runs.\n' });
  });
});
