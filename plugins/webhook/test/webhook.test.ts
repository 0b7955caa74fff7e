import { EventType } from '@cao/plugin-sdk';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { startScriptedServer } from '@cao/testkit';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { plugin } from '../src/index.ts';

const SECRET = `whsec_${Buffer.from('a key of this test only!').toString('base64')}`;

test('every event arrives, in order, with a signature that the library of the standard verifies', async () => {
  await using server = await startScriptedServer();
  const mounted = await mountPlugin(plugin(), { options: { url: `${server.url}/hook`, secret: SECRET } });
  for (const [index, type] of EventType.options.entries()) await mounted.emit(sampleEvent(type, {}, { id: index + 1 }));

  const verify = new Webhook(SECRET);
  const received = server.requests.map(
    ({ body, headers }) => verify.verify(body, headers) as { id: number; type: string },
  );
  expect(received.map(({ type }) => type)).toEqual(EventType.options);
  expect(received.map(({ id }) => id)).toEqual(EventType.options.map((_type, index) => index + 1));
  expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/hook', headers: { 'webhook-id': 'cao-1' } });
  expect(received[0]).toMatchObject({
    schema_version: 1,
    session_name: 'cao-sample',
    data: { session_name: 'cao-sample' },
  });
});

test('a changed body, id or time is not ours', async () => {
  await using server = await startScriptedServer();
  const mounted = await mountPlugin(plugin(), { options: { url: server.url, secret: SECRET } });
  await mounted.emit(sampleEvent('job_started'));
  const [{ body, headers } = { body: '', headers: {} as Record<string, string> }] = server.requests;
  const verify = new Webhook(SECRET);
  const now = Math.floor(Date.now() / 1000);
  expect(() => verify.verify(`${body} `, headers)).toThrow(/signature/);
  expect(() => verify.verify(body, { ...headers, 'webhook-id': 'cao-2' })).toThrow(/signature/);
  expect(() => verify.verify(body, { ...headers, 'webhook-timestamp': String(now - 1) })).toThrow(/signature/);
});

test('what is recorded and sent again an hour later is refused by its time', async () => {
  await using server = await startScriptedServer();
  const hourAgo = plugin({ now: () => Date.now() - 3_600_000 });
  await (await mountPlugin(hourAgo, { options: { url: server.url, secret: SECRET } })).emit(sampleEvent('job_started'));
  const [{ body, headers } = { body: '', headers: {} }] = server.requests;
  expect(() => new Webhook(SECRET).verify(body, headers)).toThrow(/too old/);
});

test('what may work later is left to the host to try again, with the same id; what never will is told once', async () => {
  await using server = await startScriptedServer();
  server.next(
    { status: 429, headers: { 'retry-after': '3' } },
    { status: 500 },
    'reset',
    { status: 200 },
    { status: 410 },
  );
  const mounted = await mountPlugin(plugin(), { options: { url: server.url, secret: SECRET } });
  const event = sampleEvent('needs_input', {}, { id: 9 });
  await expect(mounted.emit(event)).rejects.toMatchObject({ retryAfterMs: 3000 });
  await expect(mounted.emit(event)).rejects.toThrow('status 500');
  await expect(mounted.emit(event)).rejects.toThrow('did not answer');
  await mounted.emit(event);
  expect(new Set(server.requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['cao-9']));

  await mounted.emit(sampleEvent('needs_input', {}, { id: 10 }));
  expect(mounted.logged).toEqual([expect.stringMatching(/^warn not sent .*"event_id":10.*status 410/)]);
});

test("only the events that are wanted, and headers of one's own", async () => {
  await using server = await startScriptedServer();
  const options = { url: server.url, events: ['needs_input'], headers: { authorization: 'Bearer abc' } };
  const mounted = await mountPlugin(plugin(), { options });
  await mounted.emit(sampleEvent('job_started'));
  await mounted.emit(sampleEvent('needs_input'));
  expect(server.requests).toMatchObject([{ headers: { authorization: 'Bearer abc' } }]);
  expect(server.requests[0]?.headers).not.toHaveProperty('webhook-signature');
  expect(mounted.logged).toEqual(['warn requests are not signed: set the option "secret"']);
});

test('a long text is cut, and told so', async () => {
  await using server = await startScriptedServer();
  const mounted = await mountPlugin(plugin(), { options: { url: server.url, secret: SECRET } });
  await mounted.emit(sampleEvent('post_send_message', { message: 'x'.repeat(1_000_000) }));
  const { data } = JSON.parse(server.requests[0]?.body ?? '') as { data: { message: string } };
  expect(data.message).toMatch(/^x{100000}… \(900000 more characters\)$/);
});

test.each<[string, object, RegExp]>([
  ['no address', {}, /^url: /],
  ['no address of the web', { url: 'file:///etc/passwd' }, /^url: not an http/],
  ['a short secret', { url: 'http://127.0.0.1', secret: 'hunter2' }, /^secret: shorter than 16 bytes$/],
  ['an event that is none', { url: 'http://127.0.0.1', events: ['lunch'] }, /^events\.0: /],
  ['a header that is ours', { url: 'http://127.0.0.1', headers: { Host: 'elsewhere' } }, /^headers: /],
  ['a slip of the pen', { url: 'http://127.0.0.1', secrets: 'x' }, /secrets/],
])('%s fails the set-up without a secret in the message', async (_what, options, message) => {
  const error = await mountPlugin(plugin(), { options: { ...options } }).then(
    () => new Error('it was set up'),
    (failure: Error) => failure,
  );
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('hunter2');
});
