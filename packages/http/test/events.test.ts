import { createClient, readSse } from '@cao/client';
import { expect, test } from 'vitest';
import { CONDUCTOR, createFakeEngine, OWNER_TOKEN, STRANGER, tokenOf } from './support/fake-engine.ts';
import { startTestServer, type TestServer } from './support/start.ts';

/** Reads ids of events from a running stream until `count` have come. */
async function collect(
  server: TestServer,
  path: string,
  count: number,
  headers: Record<string, string> = {},
  token = OWNER_TOKEN,
): Promise<number[]> {
  const stopping = new AbortController();
  const response = await server.request(path, { headers, token, signal: stopping.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const ids: number[] = [];
  for await (const event of readSse(response.body as ReadableStream<Uint8Array>)) {
    if (event.data !== '') ids.push((JSON.parse(event.data) as { id: number }).id);
    if (ids.length === count) break;
  }
  stopping.abort();
  return ids;
}

test('events come from now on, in order, with their id, and the listener goes with the client', async () => {
  await using server = await startTestServer();
  server.engine.emit('turn_started');
  const reading = collect(server, '/events', 2);
  await expect.poll(() => server.engine.subscribers).toBe(1);
  server.engine.emit('turn_completed');
  server.engine.emit('message_queued');
  expect(await reading).toEqual([2, 3]);
  await expect.poll(() => server.engine.subscribers).toBe(0);
});

test('a client that comes back misses nothing, however much there was', async () => {
  await using server = await startTestServer();
  for (let count = 0; count < 500; count += 1) server.engine.emit('terminal_status');
  const ids = await collect(server, '/events', 497, { 'last-event-id': '3' });
  expect(ids).toEqual(Array.from({ length: 497 }, (_, at) => at + 4));
});

test('a filter lets through what it names, and an agent hears its own session only', async () => {
  await using server = await startTestServer();
  server.engine.emit('turn_started', 'cao-one', CONDUCTOR);
  server.engine.emit('turn_started', 'cao-two', STRANGER);
  server.engine.emit('turn_completed', 'cao-one', CONDUCTOR);
  server.engine.emit('turn_completed', 'cao-two', STRANGER);
  const from = { 'last-event-id': '0' };
  expect(await collect(server, '/events?session_name=cao-two', 2, from)).toEqual([2, 4]);
  expect(await collect(server, `/events?terminal_id=${CONDUCTOR}`, 2, from)).toEqual([1, 3]);
  expect(await collect(server, '/events?session_name=cao-two', 2, from, tokenOf(CONDUCTOR))).toEqual([1, 3]);
});

test('a stop ends the stream', async () => {
  await using server = await startTestServer();
  const response = await server.request('/events');
  await expect.poll(() => server.engine.subscribers).toBe(1);
  await server.app.stop();
  expect(await response.text()).toBe('id: 0\nretry: 1000\n\n');
});

test('the client goes on through a restart without a gap and without a double', async () => {
  const engine = createFakeEngine();
  const first = await startTestServer({ engine });
  const client = createClient({ baseUrl: first.url, token: OWNER_TOKEN });
  const stopping = new AbortController();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const event of client.events({ signal: stopping.signal })) seen.push(event.id);
  })();
  await expect.poll(() => engine.subscribers).toBe(1);
  engine.emit('turn_started');
  await expect.poll(() => seen).toEqual([1]);
  await first.close();
  engine.emit('turn_completed');
  await using _second = await startTestServer({ engine, port: first.port });
  engine.emit('message_queued');
  await expect.poll(() => seen, { timeout: 5000 }).toEqual([1, 2, 3]);
  stopping.abort();
  await reading;
});

test('the client ends with the refusal it gets', async () => {
  await using server = await startTestServer();
  const client = createClient({ baseUrl: server.url, token: 'wrong' });
  await expect(client.events().next()).rejects.toMatchObject({ code: 'unauthorized' });
});

test('an event that says that a message was sent does not say what it says', async () => {
  await using server = await startTestServer();
  server.engine.emit('post_send_message', 'cao-one', CONDUCTOR, { sender: STRANGER, message: 'a secret plan' });
  const response = await server.request('/events', { headers: { 'last-event-id': '0' }, token: OWNER_TOKEN });
  for await (const { data } of readSse(response.body as ReadableStream<Uint8Array>)) {
    if (data === '') continue;
    expect(JSON.parse(data)).toMatchObject({ type: 'post_send_message', data: { sender: STRANGER } });
    expect(data).not.toContain('secret plan');
    break;
  }
});
