import { expect, test } from 'vitest';
import { createClient } from '../src/index.ts';

/** A fetch that answers from a script and writes down what was asked. */
function scripted(...answers: (Response | Error)[]): { fetch: typeof fetch; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    fetch: (input, init) => {
      asked.push(
        `${init?.method ?? 'GET'} ${input as string} ${typeof init?.body === 'string' ? init.body : ''}`.trim(),
      );
      const answer = answers.shift() ?? new Error('nothing left');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
}

const refused = (status: number, body: unknown, type = 'application/json'): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } });

test('bodies go as JSON, names are escaped, absent options are left out of the URL', async () => {
  const { fetch, asked } = scripted(Response.json({}), Response.json({}), Response.json([]));
  const client = createClient({ baseUrl: 'http://h:1//', fetch });
  await client.sessions.create({ agent_profile: 'd' });
  await client.sessions.get('../x y');
  await client.inbox.list('aaaaaaaa', { limit: 3 });
  expect(asked).toEqual([
    'POST http://h:1/sessions {"agent_profile":"d"}',
    'GET http://h:1/sessions/..%2Fx%20y',
    'GET http://h:1/terminals/aaaaaaaa/inbox/messages?limit=3',
  ]);
});

test.each([
  ['an older server', refused(404, { detail: 'Session not found' }), 'not_found', 'Session not found'],
  ['a refused host', refused(400, 'Invalid host header', 'text/plain'), 'invalid_input', 'Invalid host header'],
  ['a proxy', refused(502, '<html>Bad gateway</html>', 'text/html'), 'unavailable', 'The server answered 502'],
  ['an empty error', refused(500, ''), 'internal', 'The server answered 500'],
  [
    'another program',
    refused(200, '<html>Hello</html>'),
    'unavailable',
    'What answers on http://h is not a cao-server',
  ],
  ['another API', refused(200, '"hi"'), 'unavailable', 'What answers on http://h is not a cao-server'],
])('%s is understood', async (_name, answer, code, message) => {
  const client = createClient({ baseUrl: 'http://h', fetch: scripted(answer).fetch });
  await expect(client.sessions.list()).rejects.toMatchObject({ name: 'CaoError', code, message });
});

test('the reason of a failed connection is dug out', async () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9889'), { code: 'ECONNREFUSED' });
  const { fetch } = scripted(new TypeError('fetch failed', { cause }));
  const client = createClient({ baseUrl: 'http://127.0.0.1:9889', fetch });
  await expect(client.health()).rejects.toMatchObject({
    code: 'unavailable',
    message: 'Failed to connect to cao-server: connect ECONNREFUSED 127.0.0.1:9889',
    hint: expect.stringContaining('cao-server') as string,
  });
});

test('a wait asks again until there is an end, and stops when the time is up', async () => {
  const at = (state: string): Response => Response.json({ state });
  const ended = scripted(at('working'), new TypeError('gone'), at('completed'));
  const turn = await createClient({ baseUrl: 'http://h', fetch: ended.fetch }).turns.wait('t', { timeoutMs: 100_000 });
  expect(turn.state).toBe('completed');
  expect(ended.asked[0]).toBe('GET http://h/turns/t?wait=60');
  expect(ended.asked).toHaveLength(3);

  const open = scripted(at('running'));
  const job = await createClient({ baseUrl: 'http://h', fetch: open.fetch }).jobs.wait('j', { timeoutMs: 0 });
  expect(job.state).toBe('running');
});

test('a wait for a terminal ends with a time limit of its own', async () => {
  const limit = { detail: 'not yet', code: 'timeout' };
  const { fetch } = scripted(refused(504, limit));
  const client = createClient({ baseUrl: 'http://h', fetch });
  await expect(client.terminals.waitReady('aaaaaaaa', { timeoutMs: 0 })).rejects.toMatchObject({
    code: 'timeout',
    message: 'Terminal aaaaaaaa was not ready within 0 s',
  });
});

test('a wait can be cancelled while the server is away', async () => {
  const stopping = new AbortController();
  const { fetch } = scripted(new TypeError('gone'));
  const waiting = createClient({ baseUrl: 'http://h', fetch }).turns.wait('t', {
    timeoutMs: 60_000,
    signal: stopping.signal,
  });
  stopping.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
});
