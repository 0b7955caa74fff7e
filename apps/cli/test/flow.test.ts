import type { Flow, FlowRun } from '@cao/contracts';
import { describe, expect, it } from 'vitest';
import { fakeServer, notFound, Refusal } from './support/fake-server.ts';
import { cao, place } from './support/run-cao.ts';

/** Local, as the tables show it. */
const local = (hour: number): string => new Date(2026, 10, 23, hour).toISOString();

function flow(fields: Partial<Flow> = {}): Flow {
  return {
    name: 'nightly',
    file_path: '/flows/nightly.md',
    schedule: '0 9 * * 1-5',
    agent_profile: 'reviewer',
    provider: '',
    script: '',
    last_run: null,
    next_run: local(9),
    enabled: true,
    prompt_template: 'Review.',
    time_zone: null,
    working_directory: null,
    overlap: 'skip',
    missed: 'run',
    session_name: 'cao-flow-nightly',
    problem: null,
    ...fields,
  };
}

function run(fields: Partial<FlowRun> = {}): FlowRun {
  return {
    id: 'r_1',
    flow_name: 'nightly',
    trigger: 'schedule',
    state: 'completed',
    reason: null,
    error: null,
    session_name: 'cao-flow-nightly',
    terminal_id: 'aaaa0001',
    turn_id: 't_0123456789abcdef',
    due_at: local(9),
    started_at: local(9),
    ended_at: local(10),
    ...fields,
  };
}

describe('flow add', () => {
  it('gives the server the whole path of the file and shows when it runs', async () => {
    using at = place();
    await using server = await fakeServer();
    server.route('POST /flows/add', flow({ time_zone: 'Europe/Berlin' }));
    const { code, out, err } = await cao(['flow', 'add', './nightly.md'], { home: at.home, port: server.port });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(server.seen.at(-1)).toMatchObject({ method: 'POST', body: { file_path: `${at.root}/nightly.md` } });
    expect(out).toMatchInlineSnapshot(`
      "✓ Flow 'nightly' added
        Schedule: 0 9 * * 1-5 (Europe/Berlin)
        Agent:    reviewer
        Next run: 2026-11-23 09:00
      "
    `);
    const listed = await cao(['flow', 'add', 'nightly.md', '--json'], { home: at.home, port: server.port });
    expect(JSON.parse(listed.out)).toEqual(flow({ time_zone: 'Europe/Berlin' }));
  });

  it('says what is wrong with the file', async () => {
    await using server = await fakeServer();
    const detail = "/x.md is no flow: line 2: field 'name': a flow name is …";
    server.route('POST /flows/add', new Refusal(400, { detail, code: 'invalid_input', hint: 'A flow is Markdown.' }));
    const { code, out, err } = await cao(['flow', 'add', '/x.md'], { port: server.port });
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: `Error: ${detail}\nA flow is Markdown.\n` });
  });
});

describe('flow list', () => {
  it('shows when each runs, and what cannot run', async () => {
    await using server = await fakeServer();
    server.route('GET /flows', [
      flow({ last_run: local(8) }),
      flow({ name: 'a-flow-with-quite-a-long-name', schedule: '*/5 8-18 1,15 jan-jun mon' }),
      flow({ name: 'off', enabled: false, next_run: null, prompt_template: null, problem: 'no\u001b[2J file' }),
    ]);
    const { code, out, err } = await cao(['flow', 'list'], { port: server.port });
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "NAME                 SCHEDULE        AGENT           LAST RUN         NEXT RUN         ENABLED
      ----------------------------------------------------------------------------------------------
      nightly              0 9 * * 1-5     reviewer        2026-11-23 08:00 2026-11-23 09:00 Yes
      a-flow-with-quite-a… */5 8-18 1,15 … reviewer        Never            2026-11-23 09:00 Yes
      off                  0 9 * * 1-5     reviewer        Never            N/A              No
      "
    `);
    expect(err).toBe("Warning: the flow 'off' cannot run: no\\x1b[2J file\n");
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('says that there are none, and gives JSON', async () => {
    await using server = await fakeServer();
    server.route('GET /flows', []);
    expect(await cao(['flow', 'list'], { port: server.port })).toEqual({ code: 0, out: 'No flows found\n', err: '' });
    server.route('GET /flows', [flow()]);
    expect(JSON.parse((await cao(['flow', 'list', '--json'], { port: server.port })).out)).toEqual([flow()]);
  });
});

it('flow enable, disable and remove say what they did', async () => {
  await using server = await fakeServer();
  for (const act of ['POST /flows/nightly/enable', 'POST /flows/nightly/disable', 'DELETE /flows/nightly']) {
    server.route(act, { success: true });
  }
  server.route('GET /flows/nightly', flow());
  const said = async (act: string) => (await cao(['flow', act, 'nightly'], { port: server.port })).out;
  expect(await said('enable')).toBe("Flow 'nightly' enabled; next run: 2026-11-23 09:00\n");
  expect(await said('disable')).toBe("Flow 'nightly' disabled\n");
  expect(await said('remove')).toBe("Flow 'nightly' removed\n");
});

it.each(['enable', 'disable', 'remove', 'run', 'history'])('flow %s of an unknown flow fails', async (act) => {
  await using server = await fakeServer();
  for (const route of ['POST /flows/x/*', 'DELETE /flows/x', 'GET /flows/x/runs']) {
    server.route(route, () => notFound("Flow 'x'"));
  }
  const { code, out, err } = await cao(['flow', act, 'x'], { port: server.port });
  expect({ code, out, err }).toEqual({ code: 1, out: '', err: "Error: Flow 'x' not found\n" });
});

describe('flow run', () => {
  it.each([
    [{ executed: true, run: run({ state: 'running' }) }, "Flow 'nightly' executed in session cao-flow-nightly\n"],
    [{ executed: false, run: run({ state: 'skipped', reason: 'no commits' }) }, "Flow 'nightly' skipped: no commits\n"],
    [{ executed: false, run: run({ state: 'busy', reason: 'it asks' }) }, "Flow 'nightly' not run: it asks\n"],
  ])('tells %j', async (answer, text) => {
    await using server = await fakeServer();
    server.route('POST /flows/nightly/run', answer);
    const options = { port: server.port };
    expect(await cao(['flow', 'run', 'nightly'], options)).toEqual({ code: 0, out: text, err: '' });
    expect(JSON.parse((await cao(['flow', 'run', 'nightly', '--json'], options)).out)).toEqual(answer);
  });

  it('fails with what the script said', async () => {
    await using server = await fakeServer();
    const detail = 'The script /x.sh ended with exit code 3: no network';
    server.route('POST /flows/nightly/run', new Refusal(502, { detail, code: 'script_failed' }));
    const { code, err } = await cao(['flow', 'run', 'nightly'], { port: server.port });
    expect({ code, err }).toEqual({ code: 1, err: `Error: ${detail}\n` });
  });
});

describe('flow history', () => {
  it('shows what became of each run', async () => {
    await using server = await fakeServer();
    const none = { session_name: null, terminal_id: null, turn_id: null };
    server.route('GET /flows/nightly/runs', [
      run({ state: 'running', ended_at: null, trigger: 'manual' }),
      run(),
      run({ ...none, state: 'skipped', reason: 'no new commits', ended_at: local(9) }),
      run({ ...none, state: 'failed', error: { code: 'script_failed', message: `it ended: ${'x'.repeat(100)}` } }),
    ]);
    const { out } = await cao(['flow', 'history', 'nightly', '--limit', '4'], { port: server.port });
    expect(server.seen.at(-1)?.query).toEqual({ limit: '4' });
    expect(out).toMatchInlineSnapshot(`
      "STARTED             BY       STATE     TOOK    TERMINAL WHY
      --------------------------------------------------------------------------------
      2026-11-23 09:00:00 manual   running   -       aaaa0001 -
      2026-11-23 09:00:00 schedule completed 1h 00m  aaaa0001 -
      2026-11-23 09:00:00 schedule skipped   0s      -        no new commits
      2026-11-23 09:00:00 schedule failed    1h 00m  -        it ended: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…

      Session: cao-flow-nightly
      "
    `);
    const { code, err } = await cao(['flow', 'history', 'nightly', '--limit', '201'], { port: server.port });
    expect([code, err]).toEqual([2, expect.stringContaining('201 is above 200')]);
  });

  it('says so when there is none', async () => {
    await using server = await fakeServer();
    server.route('GET /flows/nightly/runs', []);
    const { out } = await cao(['flow', 'history', 'nightly'], { port: server.port });
    expect(out).toBe("Flow 'nightly' has not run yet\n");
  });
});

it('schedule is another name of flow', async () => {
  await using server = await fakeServer();
  server.route('GET /flows', []);
  expect((await cao(['schedule', 'list'], { port: server.port })).out).toBe('No flows found\n');
  expect((await cao(['--help'])).out).not.toContain('schedule list');
  expect((await cao(['schedule', '--help'])).out).toContain('Usage: cao schedule COMMAND');
  expect((await cao(['schedule', 'run', '--help'])).out).toContain('Usage: cao schedule run [options] NAME');
});
