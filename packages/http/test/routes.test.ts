import { expect, test } from 'vitest';
import { CONDUCTOR, JOB_ID, TURN_ID, WORKER } from './support/fake-engine.ts';
import { FLOW, FLOW_RUN } from './support/fake-flows.ts';
import { startTestServer } from './support/start.ts';

interface Case {
  readonly method?: string;
  readonly path: string;
  readonly body?: object;
  readonly status?: number;
  /** What the engine was asked. */
  readonly asks?: string;
  readonly answers?: unknown;
}

const json = (value: unknown): string => JSON.stringify(value);

const CASES: readonly Case[] = [
  {
    path: '/health',
    answers: {
      status: 'ok',
      service: 'cli-agent-orchestrator',
      version: '1.2.3',
      pid: 42,
      terminal_backend: 'host',
      started_at: '2026-06-01T09:00:00.000Z',
    },
  },
  { path: '/agents/profiles', answers: [{ name: 'developer', description: 'writes code', source: 'built-in' }] },
  {
    method: 'POST',
    path: '/agents/profiles/install',
    body: { source: 'developer', provider: 'mock_cli', env_vars: { A: 'b' } },
    asks: `profiles.install(${json({ source: 'developer', provider: 'mock_cli', env_vars: { A: 'b' } })})`,
  },
  { path: '/agents/profiles/developer', asks: 'profiles.get("developer")' },
  { path: '/agents/providers', answers: [] },
  { path: '/skills/cao-worker', asks: 'skills.get("cao-worker")', answers: { name: 'cao-worker', content: '# Skill' } },
  {
    method: 'POST',
    path: '/sessions?agent_profile=developer&provider=mock_cli&session_name=x&allowed_tools=fs_read,%40builtin&yolo=true&junk=1',
    status: 201,
    asks: `sessions.create(${json({ agent_profile: 'developer', provider: 'mock_cli', session_name: 'x', allowed_tools: ['fs_read', '@builtin'], yolo: true })})`,
  },
  {
    method: 'POST',
    path: '/sessions?agent_profile=developer&session_name=query&allowed_tools=',
    body: { session_name: 'body', env_vars: { A: 'b' } },
    status: 201,
    asks: `sessions.create(${json({ agent_profile: 'developer', session_name: 'body', env_vars: { A: 'b' } })})`,
  },
  {
    method: 'POST',
    path: '/sessions?agent_profile=developer&memory_manager=Yes',
    status: 201,
    asks: `sessions.create(${json({ agent_profile: 'developer', memory_manager: true })})`,
  },
  {
    path: '/sessions',
    answers: expect.arrayContaining([expect.objectContaining({ id: 'cao-one', status: 'detached' })]),
  },
  {
    path: '/sessions/cao-two',
    answers: {
      session: expect.objectContaining({ name: 'cao-two' }) as unknown,
      terminals: [expect.objectContaining({ tmux_session: 'cao-two', status: 'idle' })],
      labels: { github: 'acme/shop#12' },
      waits: [],
    },
  },
  {
    path: '/sessions/cao-one/terminals',
    answers: [{ id: CONDUCTOR }, { id: WORKER }].map((row) => expect.objectContaining(row) as unknown),
  },
  { method: 'DELETE', path: '/sessions/cao-one', asks: 'sessions.remove("cao-one")' },
  {
    method: 'POST',
    path: '/sessions/cao-one/terminals?agent_profile=reviewer',
    status: 201,
    asks: 'terminals.create("cao-one", {"agent_profile":"reviewer"})',
  },
  { path: `/terminals/${WORKER}`, answers: expect.objectContaining({ id: WORKER, status_reason: 'screen: prompt' }) },
  { path: `/terminals/${WORKER}/explain`, asks: `terminals.explain("${WORKER}")` },
  { path: `/terminals/${WORKER}/screen`, asks: `terminals.screen("${WORKER}")` },
  { path: `/terminals/${WORKER}/wait?timeout=1.5`, asks: `terminals.waitReady("${WORKER}", 1500)` },
  { path: `/terminals/${WORKER}/working-directory`, answers: { working_directory: '/project' } },
  { path: `/terminals/${WORKER}/output`, answers: { output: 'hi', mode: 'full' } },
  { path: `/terminals/${WORKER}/output?mode=last`, asks: `terminals.output("${WORKER}", "last")` },
  {
    method: 'POST',
    path: `/terminals/${WORKER}/exit`,
    asks: `terminals.exit("${WORKER}")`,
    answers: { success: true },
  },
  { method: 'DELETE', path: `/terminals/${WORKER}`, asks: `terminals.remove("${WORKER}")`, answers: { success: true } },
  {
    method: 'POST',
    path: `/terminals/${WORKER}/input?message=a%0Ab%20%E2%82%AC+c&sender_id=user&orchestration_type=assign`,
    asks: `terminals.input("${WORKER}", ${json({ message: 'a\nb € c', sender_id: 'user', orchestration_type: 'assign' })})`,
    answers: { success: true, turn_id: TURN_ID },
  },
  { method: 'POST', path: `/terminals/${WORKER}/key`, body: { key: 'C-c' }, asks: `terminals.key("${WORKER}", "C-c")` },
  { method: 'POST', path: `/terminals/${WORKER}/answer?answer=1`, asks: `terminals.answer("${WORKER}", "1")` },
  { method: 'POST', path: `/terminals/${WORKER}/interrupt`, asks: `terminals.interrupt("${WORKER}")` },
  {
    method: 'POST',
    path: `/terminals/${WORKER}/inbox/messages?sender_id=me&message=hello`,
    answers: {
      success: true,
      message_id: 7,
      sender_id: 'me',
      receiver_id: WORKER,
      created_at: '2026-06-01T09:15:30.000Z',
    },
  },
  {
    method: 'POST',
    path: `/terminals/${WORKER}/inbox/messages`,
    body: { message: 'hello' },
    asks: `inbox.send(${json({ senderId: 'user', receiverId: WORKER, message: 'hello' })})`,
  },
  {
    path: `/terminals/${WORKER}/inbox/messages?limit=3&status=pending`,
    asks: `inbox.list("${WORKER}", {"limit":3,"status":"pending"})`,
  },
  { path: `/terminals/${WORKER}/inbox/messages`, asks: `inbox.list("${WORKER}", {"limit":10})` },
  { path: `/terminals/${WORKER}/turns`, asks: `turns.list("${WORKER}", 20)` },
  { path: `/turns?terminal_id=${WORKER}&limit=2`, asks: `turns.list("${WORKER}", 2)` },
  { path: `/turns/${TURN_ID}`, answers: expect.objectContaining({ id: TURN_ID, state: 'working' }) },
  {
    method: 'POST',
    path: '/jobs?timeout=60',
    body: { type: 'handoff', agent_profile: 'developer', message: 'go', caller_id: CONDUCTOR },
    status: 201,
    asks: `jobs.create("${CONDUCTOR}", ${json({ type: 'handoff', agent_profile: 'developer', message: 'go', timeout: 60, caller_id: CONDUCTOR })})`,
  },
  { path: '/jobs?session_name=cao-one&limit=5', asks: 'jobs.list({"limit":5,"sessionName":"cao-one"})' },
  { path: `/jobs/${JOB_ID}`, answers: expect.objectContaining({ id: JOB_ID, state: 'running' }) },
  { path: `/jobs/${JOB_ID}?wait=2`, asks: `jobs.wait("${JOB_ID}", 2000)` },
  { method: 'DELETE', path: `/jobs/${JOB_ID}`, asks: `jobs.cancel("${JOB_ID}")` },
  { path: '/flows', answers: [FLOW] },
  { path: '/flows/nightly', answers: FLOW },
  {
    method: 'POST',
    path: '/flows',
    body: { name: 'nightly', schedule: '0 9 * * *', agent_profile: 'developer', prompt_template: 'Review.' },
    status: 201,
    asks: `flows.create(${json({ name: 'nightly', schedule: '0 9 * * *', agent_profile: 'developer', prompt_template: 'Review.' })})`,
    answers: FLOW,
  },
  {
    method: 'POST',
    path: '/flows/add',
    body: { file_path: '/flows/nightly.md' },
    status: 201,
    asks: 'flows.add("/flows/nightly.md")',
  },
  { method: 'DELETE', path: '/flows/nightly', asks: 'flows.remove("nightly")', answers: { success: true } },
  { method: 'POST', path: '/flows/nightly/enable', asks: 'flows.enable("nightly")', answers: { success: true } },
  { method: 'POST', path: '/flows/nightly/disable', asks: 'flows.disable("nightly")', answers: { success: true } },
  {
    method: 'POST',
    path: '/flows/nightly/run',
    asks: 'flows.run("nightly")',
    answers: { executed: true, run: FLOW_RUN },
  },
  { path: '/flows/nightly/runs?limit=3', asks: 'flows.runs("nightly", 3)', answers: [FLOW_RUN] },
];

test.each(CASES.map((row) => [`${row.method ?? 'GET'} ${row.path}`, row] as const))('%s', async (_name, row) => {
  await using server = await startTestServer();
  const response = await server.request(row.path, {
    method: row.method ?? 'GET',
    ...(row.body && { body: JSON.stringify(row.body), headers: { 'content-type': 'application/json' } }),
  });
  const body: unknown = await response.json();
  expect([response.status, body]).toEqual([row.status ?? 200, row.answers ?? body]);
  const { calls } = server.engine;
  expect(row.asks === undefined ? calls.slice(1) : calls).toEqual(row.asks === undefined ? [] : [row.asks]);
});

test('a wait for a turn ends with the turn', async () => {
  await using server = await startTestServer();
  const answer = server.request(`/turns/${TURN_ID}?wait=60`);
  await expect.poll(() => server.engine.calls).toEqual([`turns.wait("${TURN_ID}", 60000)`]);
  server.engine.finishTurn();
  expect(await (await answer).json()).toMatchObject({ state: 'completed', reply: 'hi' });
});

test('a stop ends the waits instead of waiting for them', async () => {
  await using server = await startTestServer();
  const answer = server.request(`/turns/${TURN_ID}?wait=3600`);
  await expect.poll(() => server.engine.calls.length).toBe(1);
  await server.app.stop();
  expect(await (await answer).json()).toMatchObject({ state: 'working' });
});
