import { expect, test } from 'vitest';
import { originsOf } from '../src/index.ts';
import { CONDUCTOR, JOB_ID, STRANGER, tokenOf, TURN_ID, WORKER } from './support/fake-engine.ts';
import { rawHttp } from './support/raw.ts';
import { startTestServer } from './support/start.ts';

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

test.each([
  ['localhost', 200],
  ['LOCALHOST:9889', 200],
  ['127.0.0.1:1', 200],
  ['[::1]:9889', 200],
  ['cao.example.com', 200],
  ['a.wild.example.org', 200],
  ['wild.example.org', 400],
  ['evil.com', 400],
  ['evil.localhost', 400],
  ['localhost.evil.com', 400],
  ['127.0.0.2', 400],
  ['', 400],
])('Host %j gives %i', async (host, status) => {
  const origins = { allowedHosts: ['cao.example.com', '*.wild.example.org'], corsOrigins: [] };
  await using server = await startTestServer({ origins });
  const answer = await rawHttp(server.port, ['GET /health HTTP/1.1', `host: ${host}`]);
  expect(statusOf(answer)).toBe(status);
  expect(answer.includes('cli-agent-orchestrator')).toBe(status === 200);
});

test('a star opens every host', async () => {
  await using server = await startTestServer({ origins: { allowedHosts: ['*'], corsOrigins: [] } });
  expect(statusOf(await rawHttp(server.port, ['GET /health HTTP/1.1', 'host: anything']))).toBe(200);
});

test.each([
  ['no browser', undefined, 200],
  ['the dashboard itself', 'http://127.0.0.1:PORT', 200],
  ['a development server', 'http://localhost:5173', 200],
  ['a configured origin', 'https://cao.example.com', 200],
  ['another port', 'http://127.0.0.1:1', 403],
  ['another site', 'https://evil.com', 403],
  ['a site that looks alike', 'http://127.0.0.1:PORT.evil.com', 403],
  ['another scheme', 'ftp://127.0.0.1:PORT', 403],
  ['a sandboxed page', 'null', 403],
  ['nonsense', 'http://[', 403],
])('a write from %s', async (_name, origin, status) => {
  await using server = await startTestServer({
    origins: { allowedHosts: [], corsOrigins: ['https://cao.example.com'] },
  });
  const headers = origin === undefined ? {} : { origin: origin.replace('PORT', String(server.port)) };
  const response = await server.request(`/terminals/${WORKER}/exit`, { method: 'POST', headers });
  const refusal = { detail: 'Cross-origin request blocked', code: 'forbidden' };
  expect([response.status, await response.json()]).toEqual([status, status === 403 ? refusal : { success: true }]);
  expect(server.engine.calls).toHaveLength(status === 403 ? 0 : 1);
});

test('only known origins may read, and are told so before they write', async () => {
  await using server = await startTestServer();
  const read = await server.request('/health', { headers: { origin: 'http://localhost:3000' } });
  expect(Object.fromEntries(read.headers)).toMatchObject({
    'access-control-allow-origin': 'http://localhost:3000',
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
  });
  const foreign = await server.request('/health', { headers: { origin: 'https://evil.com' } });
  expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  const ask = (origin: string): Promise<Response> =>
    server.request('/sessions', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
  const preflight = await ask('http://localhost:3000');
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization']);
  const refused = await ask('https://evil.com');
  expect([refused.status, await refused.text()]).toEqual([400, 'Disallowed CORS origin']);
});

test('origins of a listen address', () => {
  const loopback = ['http://localhost:9889', 'http://127.0.0.1:9889', 'http://[::1]:9889'];
  expect(originsOf('127.0.0.1', 9889)).toEqual(loopback);
  expect(originsOf('0.0.0.0', 9889)).toEqual(loopback);
  expect(originsOf('::', 9889)).toEqual(loopback);
  expect(originsOf('192.168.1.5', 80)).toEqual(['http://192.168.1.5:80']);
  expect(originsOf('fe80::1', 80)).toEqual(['http://[fe80::1]:80']);
});

test('what the first checks of a setup read needs no token; everything else does', async () => {
  await using server = await startTestServer();
  for (const path of ['/health', '/sessions', '/agents/profiles', '/openapi.json']) {
    expect([path, (await server.request(path, { token: '' })).status]).toEqual([path, 200]);
  }
  const guarded = [
    ['GET', '/agents/providers'],
    ['GET', '/agents/profiles/developer'],
    ['GET', '/skills/x'],
    ['POST', '/sessions?agent_profile=d'],
    ['GET', '/sessions/cao-one'],
    ['DELETE', '/sessions/cao-one'],
    ['GET', '/sessions/cao-one/terminals'],
    ['POST', '/sessions/cao-one/terminals?agent_profile=d'],
    ...['', '/explain', '/screen', '/wait', '/working-directory', '/output', '/turns', '/inbox/messages'].map(
      (rest) => ['GET', `/terminals/${WORKER}${rest}`],
    ),
    ...[
      '/input?message=x',
      '/key?key=x',
      '/answer?answer=x',
      '/interrupt',
      '/exit',
      '/resume',
      '/inbox/messages?message=x',
    ].map((rest) => ['POST', `/terminals/${WORKER}${rest}`]),
    ['DELETE', `/terminals/${WORKER}`],
    ['GET', `/turns?terminal_id=${WORKER}`],
    ['GET', `/turns/${TURN_ID}`],
    ['GET', '/jobs'],
    ['POST', '/jobs?type=handoff&agent_profile=d&message=x'],
    ['GET', `/jobs/${JOB_ID}`],
    ['DELETE', `/jobs/${JOB_ID}`],
    ['GET', '/flows'],
    ['POST', '/flows'],
    ['POST', '/flows/add'],
    ['GET', '/flows/nightly'],
    ['DELETE', '/flows/nightly'],
    ...['enable', 'disable', 'run'].map((act) => ['POST', `/flows/nightly/${act}`]),
    ['GET', '/flows/nightly/runs'],
    ['GET', '/events'],
    ['POST', '/mcp'],
    ['GET', '/mcp'],
  ] as const;
  for (const [method, path] of guarded as readonly (readonly [string, string])[]) {
    for (const token of ['', 'wrong', tokenOf('eeeeeeee')]) {
      const response = await server.request(path, { method, token });
      expect([method, path, token, response.status]).toEqual([method, path, token, 401]);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toMatchObject({ code: 'unauthorized' });
    }
  }
  expect(server.engine.calls).toEqual([]);
});

test.each([
  ['its own session', 'GET', '/sessions/cao-one', 200],
  ['another session', 'GET', '/sessions/cao-two', 403],
  ['its worker', 'GET', `/terminals/${WORKER}`, 200],
  ['a terminal of another session', 'GET', `/terminals/${STRANGER}`, 403],
  ["another session's output", 'GET', `/terminals/${STRANGER}/output`, 403],
  ["another session's inbox", 'GET', `/terminals/${STRANGER}/inbox/messages`, 403],
  ["another session's turns", 'GET', `/turns?terminal_id=${STRANGER}`, 403],
  ['prompting its worker', 'POST', `/terminals/${WORKER}/input?message=x`, 200],
  ['prompting a stranger', 'POST', `/terminals/${STRANGER}/input?message=x`, 403],
  ['prompting itself', 'POST', `/terminals/${CONDUCTOR}/input?message=x`, 403],
  ['speaking as another', 'POST', `/terminals/${WORKER}/input?message=x&sender_id=${STRANGER}`, 403],
  ['writing as another', 'POST', `/terminals/${WORKER}/inbox/messages?message=x&sender_id=user`, 403],
  ['writing to its worker', 'POST', `/terminals/${WORKER}/inbox/messages?message=x`, 200],
  ['writing to a stranger', 'POST', `/terminals/${STRANGER}/inbox/messages?message=x`, 403],
  ['delegating', 'POST', '/jobs?type=assign&agent_profile=d&message=x', 201],
  ['delegating as another', 'POST', `/jobs?type=assign&agent_profile=d&message=x&caller_id=${STRANGER}`, 403],
  ['cancelling its job', 'DELETE', `/jobs/${JOB_ID}`, 200],
  ['removing its worker', 'DELETE', `/terminals/${WORKER}`, 200],
  ['removing itself', 'DELETE', `/terminals/${CONDUCTOR}`, 403],
  ['removing a stranger', 'DELETE', `/terminals/${STRANGER}`, 403],
  ['answering a stranger', 'POST', `/terminals/${STRANGER}/answer?answer=1`, 403],
  ['starting a session', 'POST', '/sessions?agent_profile=d', 403],
  ['starting a terminal directly', 'POST', '/sessions/cao-one/terminals?agent_profile=d', 403],
  ['ending its session', 'DELETE', '/sessions/cao-one', 403],
  ['reading flows', 'GET', '/flows', 403],
  ['running a flow', 'POST', '/flows/nightly/run', 403],
  ['adding a flow', 'POST', '/flows/add?file_path=/x', 403],
  ['reading a skill', 'GET', '/skills/x', 200],
])('an agent: %s', async (_name, method, path, status) => {
  await using server = await startTestServer();
  const response = await server.request(path, { method, token: tokenOf(CONDUCTOR) });
  const body = (await response.json()) as { code?: string };
  expect([response.status, body.code]).toEqual([status, status === 403 ? 'forbidden' : undefined]);
  expect(server.engine.calls.length === 0 || status !== 403).toBe(true);
});

test('an agent speaks as itself without saying so', async () => {
  await using server = await startTestServer();
  const token = tokenOf(CONDUCTOR);
  await server.request(`/terminals/${WORKER}/inbox/messages?message=x`, { method: 'POST', token });
  await server.request('/jobs?type=assign&agent_profile=d&message=x', { method: 'POST', token });
  await server.request('/jobs?session_name=cao-two', { token });
  expect(server.engine.calls).toEqual([
    `inbox.send({"senderId":"${CONDUCTOR}","receiverId":"${WORKER}","message":"x"})`,
    `jobs.create("${CONDUCTOR}", {"type":"assign","agent_profile":"d","message":"x"})`,
    'jobs.list({"limit":20,"sessionName":"cao-one"})',
  ]);
});

test('a worker does not act on its conductor', async () => {
  await using server = await startTestServer();
  const token = tokenOf(WORKER);
  expect((await server.request(`/terminals/${CONDUCTOR}`, { token })).status).toBe(200);
  expect((await server.request(`/terminals/${CONDUCTOR}`, { method: 'DELETE', token })).status).toBe(403);
  expect((await server.request(`/jobs/${JOB_ID}`, { method: 'DELETE', token })).status).toBe(403);
});

test('with authentication off everybody is the owner, but an agent stays itself', async () => {
  await using server = await startTestServer({ auth: { required: false } });
  for (const token of ['', 'wrong']) {
    expect((await server.request(`/terminals/${STRANGER}`, { token })).status).toBe(200);
  }
  expect((await server.request(`/terminals/${STRANGER}`, { token: tokenOf(CONDUCTOR) })).status).toBe(403);
});
