import { isCaoError } from '@cao/contracts';
import { caoError, createClient } from '@cao/client';
import { expect, test } from 'vitest';
import { CONDUCTOR, createFakeEngine, JOB_ID, OWNER_TOKEN, TURN_ID, WORKER } from './support/fake-engine.ts';
import { startTestServer } from './support/start.ts';

test('every method reaches its route', async () => {
  await using server = await startTestServer();
  const client = createClient({ baseUrl: `${server.url}/`, token: OWNER_TOKEN });
  await client.sessions.create({ agent_profile: 'd', env_vars: { A: 'b' } });
  await client.sessions.remove('cao-one');
  await client.terminals.create('cao-one', { agent_profile: 'd' });
  await client.terminals.explain(WORKER);
  await client.terminals.screen(WORKER);
  await client.terminals.input(WORKER, { message: 'm' });
  await client.terminals.key(WORKER, 'Enter');
  await client.terminals.answer(WORKER, '1');
  await client.terminals.interrupt(WORKER);
  await client.terminals.output(WORKER, 'last');
  await client.terminals.exit(WORKER);
  await client.terminals.resume(WORKER);
  await client.terminals.remove(WORKER);
  await client.terminals.turns(WORKER, { limit: 3 });
  await client.terminals.waitReady(WORKER, { timeoutMs: 1000 });
  await client.inbox.send(WORKER, { message: 'm', sender_id: 'me' });
  await client.inbox.list(WORKER, { limit: 2, status: 'failed' });
  await client.jobs.create({ type: 'assign', agent_profile: 'd', message: 'm', caller_id: CONDUCTOR });
  await client.jobs.list({ callerId: CONDUCTOR, sessionName: 'cao-one', limit: 4 });
  await client.jobs.cancel(JOB_ID);
  await client.profiles.get('developer');
  expect(await client.terminals.workingDirectory(WORKER)).toBe('/project');
  expect(server.engine.calls).toMatchInlineSnapshot(`
    [
      "sessions.create({"agent_profile":"d","env_vars":{"A":"b"}})",
      "sessions.remove("cao-one")",
      "terminals.create("cao-one", {"agent_profile":"d"})",
      "terminals.explain("bbbbbbbb")",
      "terminals.screen("bbbbbbbb")",
      "terminals.input("bbbbbbbb", {"message":"m"})",
      "terminals.key("bbbbbbbb", "Enter")",
      "terminals.answer("bbbbbbbb", "1")",
      "terminals.interrupt("bbbbbbbb")",
      "terminals.output("bbbbbbbb", "last")",
      "terminals.exit("bbbbbbbb")",
      "terminals.resume("bbbbbbbb")",
      "terminals.remove("bbbbbbbb")",
      "turns.list("bbbbbbbb", 3)",
      "terminals.waitReady("bbbbbbbb", 1000)",
      "inbox.send({"senderId":"me","receiverId":"bbbbbbbb","message":"m"})",
      "inbox.list("bbbbbbbb", {"limit":2,"status":"failed"})",
      "jobs.create("aaaaaaaa", {"type":"assign","agent_profile":"d","message":"m","caller_id":"aaaaaaaa"})",
      "jobs.list({"limit":4,"callerId":"aaaaaaaa","sessionName":"cao-one"})",
      "jobs.cancel("j_0000000000000001")",
      "profiles.get("developer")",
      "terminals.workingDirectory("bbbbbbbb")",
    ]
  `);
  expect((await client.health()).service).toBe('cli-agent-orchestrator');
  expect((await client.sessions.list()).length).toBe(2);
  expect((await client.sessions.get('cao-one')).terminals.length).toBe(2);
  expect((await client.sessions.terminals('cao-two')).length).toBe(1);
  expect((await client.terminals.get(WORKER)).id).toBe(WORKER);
  expect((await client.turns.get(TURN_ID)).id).toBe(TURN_ID);
  expect((await client.jobs.get(JOB_ID)).id).toBe(JOB_ID);
  expect((await client.profiles.list()).length).toBe(1);
  expect(await client.providers.list()).toEqual([]);
  expect(await client.providers.check('codex')).toEqual([]);
  expect((await client.skills.get('x')).name).toBe('x');
});

test('an error keeps the words, the code and the hint of the server', async () => {
  await using server = await startTestServer();
  server.engine.failure = caoError('not_ready', 'Busy', { hint: 'Wait' });
  const client = createClient({ baseUrl: server.url, token: OWNER_TOKEN });
  const error = await client.terminals.input(WORKER, { message: 'x' }).catch((thrown: unknown) => thrown);
  expect(isCaoError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'not_ready', message: 'Busy', hint: 'Wait', details: { status: 409 } });
});

test('a list of mistakes becomes a sentence', async () => {
  await using server = await startTestServer();
  const client = createClient({ baseUrl: server.url, token: OWNER_TOKEN });
  const wrong = { agent_profile: '../x', yolo: 'sure' } as never;
  await expect(client.sessions.create(wrong)).rejects.toMatchObject({
    code: 'invalid_input',
    message:
      'agent_profile: a profile name is 1 to 59 letters, digits, _ or -; yolo: Invalid input: expected boolean, received string',
  });
});

test('nobody there, or somebody else', async () => {
  const server = await startTestServer({ origins: { allowedHosts: [], corsOrigins: [] } });
  const client = createClient({ baseUrl: server.url, token: 'wrong' });
  await expect(client.terminals.get(WORKER)).rejects.toMatchObject({
    code: 'unauthorized',
    hint: expect.any(String) as string,
  });
  await server.close();
  await expect(client.health()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/^Failed to connect to cao-server: .*ECONNREFUSED/) as string,
  });
});

test('a call has an end', async () => {
  await using server = await startTestServer();
  const client = createClient({ baseUrl: server.url, token: OWNER_TOKEN });
  const never = createClient({ baseUrl: server.url, timeoutMs: 20, fetch: (_input, init) => pending(init?.signal) });
  await expect(never.health()).rejects.toMatchObject({
    code: 'timeout',
    message: 'The server did not answer GET /health within 0.02 s',
  });
  const stopping = new AbortController();
  stopping.abort();
  await expect(client.health({ signal: stopping.signal })).rejects.toMatchObject({ code: 'cancelled' });
});

test('a wait lives through a restart of the server', async () => {
  const engine = createFakeEngine();
  const first = await startTestServer({ engine });
  const client = createClient({ baseUrl: first.url, token: OWNER_TOKEN });
  const turn = client.turns.wait(TURN_ID, { timeoutMs: 20_000 });
  await expect.poll(() => engine.calls.length).toBe(1);
  await first.close();
  await using _second = await startTestServer({ engine, port: first.port });
  await expect.poll(() => engine.calls.length, { timeout: 5000 }).toBeGreaterThan(1);
  engine.finishTurn();
  expect(await turn).toMatchObject({ state: 'completed' });
});

function pending(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('aborted')));
  });
}
