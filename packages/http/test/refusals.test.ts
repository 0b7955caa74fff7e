import { CaoError, ErrorCode } from '@cao/contracts';
import { expect, test } from 'vitest';
import { STATUS } from '../src/index.ts';
import { WORKER } from './support/fake-engine.ts';
import { rawHttp, rawRequest } from './support/raw.ts';
import { startTestServer } from './support/start.ts';

const post = (body: string): RequestInit => ({ method: 'POST', body });
const INPUT = `/terminals/${WORKER}/input`;

test.each<[string, string, RequestInit | undefined, number, unknown]>([
  ['an unknown path', '/nope', undefined, 404, { detail: 'Not Found', code: 'not_found' }],
  ['a wrong method', '/sessions/cao-one', post('{}'), 405, { detail: 'Method Not Allowed', code: 'invalid_input' }],
  [
    'an unknown terminal',
    '/terminals/deadbeef',
    undefined,
    404,
    { detail: "Terminal 'deadbeef' not found", code: 'not_found' },
  ],
  [
    'an unknown session',
    '/sessions/cao-nope',
    undefined,
    404,
    { detail: "Session 'cao-nope' not found", code: 'not_found' },
  ],
  [
    'an id that is no id',
    '/terminals/DEADBEEF',
    undefined,
    422,
    { code: 'invalid_input', detail: [{ loc: ['path', 'terminal_id'] }] },
  ],
  ['an id with a newline', '/terminals/deadbeef%0A', undefined, 422, { detail: [{ loc: ['path', 'terminal_id'] }] }],
  ['a turn that is no id', '/turns/1', undefined, 422, { detail: [{ loc: ['path', 'turn_id'] }] }],
  ['a name with a newline', '/sessions/cao-one%0A', undefined, 400, { detail: "Invalid session_name: 'cao-one\\n'" }],
  [
    'a name with an escape sequence',
    '/sessions/%1b%5b2J',
    undefined,
    400,
    { detail: "Invalid session_name: '\\u001b[2J'" },
  ],
  ['a session path that leads out', '/sessions/..%2f..%2fetc', undefined, 400, { code: 'invalid_input' }],
  [
    'a profile path that leads out',
    '/agents/profiles/..%2f..%2fetc%2fpasswd',
    undefined,
    400,
    { code: 'invalid_input' },
  ],
  ['a profile named dots', '/agents/profiles/a..b', undefined, 400, { detail: "Invalid profile name: 'a..b'" }],
  [
    'a skill path that leads out',
    '/skills/%2e%2e%2fsecret',
    undefined,
    400,
    { detail: "Invalid skill name: '../secret'" },
  ],
  ['an unknown flow', '/flows/nope', undefined, 404, { detail: "Flow 'nope' not found", code: 'not_found' }],
  ['a flow path that leads out', '/flows/..%2fx', undefined, 400, { detail: "Invalid flow name: '../x'" }],
  [
    'a flow with a script',
    '/flows',
    post('{"name":"x","schedule":"@daily","agent_profile":"d","prompt_template":"x","script":"./evil.sh"}'),
    422,
    { detail: [{ type: 'unrecognized_keys', loc: ['body'] }] },
  ],
  [
    'a line end in a field of a flow',
    '/flows',
    post('{"name":"x","schedule":"@daily\\nscript: ./evil.sh","agent_profile":"d","prompt_template":"x"}'),
    422,
    { detail: [{ loc: ['body', 'schedule'] }] },
  ],
  ['a name that is not UTF-8', '/sessions/%ff', undefined, 400, { code: 'invalid_input' }],
  [
    'a missing field',
    INPUT,
    post(''),
    422,
    { detail: [{ type: 'missing', loc: ['query', 'message'], msg: 'Field required' }] },
  ],
  [
    'an empty message',
    INPUT,
    post('{"message":""}'),
    422,
    { detail: [{ loc: ['body', 'message'], msg: 'must not be empty' }] },
  ],
  [
    'a number for a text',
    INPUT,
    post('{"message":7}'),
    422,
    { detail: [{ type: 'invalid_type', loc: ['body', 'message'] }] },
  ],
  [
    'an unknown type',
    `${INPUT}?message=x&orchestration_type=shout`,
    post(''),
    422,
    { detail: [{ loc: ['query', 'orchestration_type'] }] },
  ],
  [
    'a message beyond the limit',
    INPUT,
    post(JSON.stringify({ message: 'é'.repeat(600_000) })),
    422,
    { code: 'invalid_input' },
  ],
  ['a body that is not JSON', INPUT, post('{'), 400, { detail: 'The body is not JSON.', code: 'invalid_input' }],
  ['a body that is a list', INPUT, post('[]'), 422, { detail: [{ loc: ['body'] }] }],
  [
    'a body that is not UTF-8',
    INPUT,
    { method: 'POST', body: new Uint8Array([0x7b, 0xff, 0x7d]) },
    400,
    { detail: 'The body is not UTF-8.' },
  ],
  [
    'a query that is not UTF-8',
    `${INPUT}?message=%ff`,
    post(''),
    400,
    { detail: 'The query is not percent-encoded UTF-8.' },
  ],
  [
    'a body beyond the limit',
    INPUT,
    post(JSON.stringify({ message: 'x'.repeat(2 * 1024 * 1024) })),
    413,
    { code: 'too_large' },
  ],
  [
    'a limit of nothing',
    `/terminals/${WORKER}/inbox/messages?limit=0`,
    undefined,
    422,
    { detail: [{ loc: ['query', 'limit'] }] },
  ],
  ['a negative limit', `/terminals/${WORKER}/inbox/messages?limit=-1`, undefined, 422, { code: 'invalid_input' }],
  ['a limit of words', `/terminals/${WORKER}/inbox/messages?limit=ten`, undefined, 422, { code: 'invalid_input' }],
  [
    'a status that is none',
    `/terminals/${WORKER}/inbox/messages?status=lost`,
    undefined,
    400,
    { detail: "Invalid status: 'lost'. Valid values: pending, delivered, failed" },
  ],
  [
    'a mode that is none',
    `/terminals/${WORKER}/output?mode=tail`,
    undefined,
    422,
    { detail: [{ loc: ['query', 'mode'] }] },
  ],
  ['a wait without end', '/turns/t_0000000000000001?wait=1e9', undefined, 422, { code: 'invalid_input' }],
  [
    'a session name of 65 characters',
    '/sessions',
    post(JSON.stringify({ agent_profile: 'd', session_name: 'x'.repeat(65) })),
    422,
    { code: 'invalid_input' },
  ],
  [
    'a profile that is a path',
    '/sessions?agent_profile=../x',
    post(''),
    422,
    { detail: [{ loc: ['query', 'agent_profile'] }] },
  ],
])('%s', async (_name, path, init, status, body) => {
  await using server = await startTestServer();
  const response = await server.request(path, init);
  const text = await response.text();
  expect([response.status, JSON.parse(text)]).toMatchObject([status, body]);
  expect(text).not.toMatch(/\bat .*\.ts|node_modules|stack/);
  expect(server.engine.calls).toEqual([]);
  expect(server.logged).toEqual([]);
});

test('a value of a secret field is named, never shown', async () => {
  await using server = await startTestServer();
  const response = await server.request(
    '/sessions?agent_profile=d',
    post('{"env_vars":{"1BAD":"hunter2","OK":["hunter2"]}}'),
  );
  const text = await response.text();
  expect(response.status).toBe(422);
  expect(text).toContain('1BAD');
  expect(text).not.toContain('hunter2');
});

test('variables are not taken from a URL', async () => {
  await using server = await startTestServer();
  await server.request('/sessions?agent_profile=d&env_vars=x', post(''));
  expect(server.engine.calls).toEqual(['sessions.create({"agent_profile":"d"})']);
});

test('an endless body is cut off while it comes', async () => {
  await using server = await startTestServer();
  const head = `POST ${INPUT} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer owner-token\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n`;
  const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
  const answer = await rawRequest(server.port, head + chunk.repeat(40));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test.each(ErrorCode.options)('%s has a status and keeps message, hint and code', async (code) => {
  await using server = await startTestServer();
  server.engine.failure = new CaoError(code, 'It did not work', { hint: 'Try again' });
  const response = await server.request(INPUT, post('{"message":"x"}'));
  const detail = STATUS[code] === 500 ? 'Failed to send input: It did not work' : 'It did not work';
  expect([response.status, await response.json()]).toEqual([STATUS[code], { detail, code, hint: 'Try again' }]);
});

test('what the terminal host says is understood', async () => {
  await using server = await startTestServer();
  const error = Object.assign(new Error('Terminal x is gone.'), { name: 'TerminalError', code: 'terminal_gone' });
  server.engine.failure = error;
  const response = await server.request(INPUT, post('{"message":"x"}'));
  expect([response.status, await response.json()]).toEqual([
    410,
    { detail: 'Terminal x is gone.', code: 'terminal_gone' },
  ]);
});

test('an error nobody meant says nothing outside and everything in the log', async () => {
  await using server = await startTestServer();
  server.engine.failure = new Error('the secret is 42');
  const response = await server.request(INPUT, post('{"message":"x"}'));
  expect([response.status, await response.json()]).toEqual([
    500,
    { detail: "Failed to send input: internal error. The server's log says more.", code: 'internal' },
  ]);
  expect(server.logged.join()).toContain('the secret is 42');
});

test('statuses are pinned', () => {
  expect(STATUS).toMatchInlineSnapshot(`
    {
      "cancelled": 409,
      "conflict": 409,
      "forbidden": 403,
      "host_incompatible": 503,
      "host_unavailable": 503,
      "internal": 500,
      "invalid_input": 400,
      "launch_failed": 500,
      "not_found": 404,
      "not_ready": 409,
      "plugin_failed": 502,
      "profile_invalid": 400,
      "profile_not_found": 404,
      "provider_missing": 400,
      "provider_unknown": 400,
      "reply_unavailable": 409,
      "script_failed": 502,
      "server_running": 500,
      "state_incompatible": 500,
      "terminal_gone": 410,
      "timeout": 504,
      "too_large": 413,
      "unauthorized": 401,
      "unavailable": 503,
      "worker_failed": 502,
      "worker_needs_input": 409,
      "working_directory_invalid": 400,
    }
  `);
});

test('a broken request line ends with 400, not with the server', async () => {
  await using server = await startTestServer();
  expect(await rawHttp(server.port, ['NONSENSE'])).toMatch(/^HTTP\/1\.1 400 /);
  expect((await server.request('/health')).status).toBe(200);
});
