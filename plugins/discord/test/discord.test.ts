import type { PluginEvent } from '@cao/plugin-sdk';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { sampleApi, startScriptedServer, type Move, type SampleFacts, type ScriptedServer } from '@cao/testkit';
import { expect, test } from 'vitest';
import { plugin } from '../src/index.ts';

const PATH = '/api/webhooks/1/very-secret-token';
const now = (): number => Date.parse('2030-01-01T00:00:01.000Z');
const done = (id = 1) => sampleEvent('turn_completed', {}, { id });

/** Takes what Discord takes. */
function asDiscord({ body }: { body: string }): Move {
  const { content, username } = JSON.parse(body) as { content: string; username: string };
  const good = content !== '' && content.length <= 2000 && username.length <= 80 && !/discord|clyde/i.test(username);
  return good ? { status: 200, body: JSON.stringify({ id: '1', content }) } : { status: 400, body: '{"code": 50035}' };
}

async function mounted(server: ScriptedServer, facts: SampleFacts = {}, options: Record<string, unknown> = {}) {
  const given = { url: `${server.url}${PATH}?thread_id=5`, ...options };
  const plain = await mountPlugin(plugin({ now }), { options: given, api: sampleApi(facts) });
  return { emit: (event: PluginEvent) => plain.emit(event), logged: plain.logged };
}

const sent = ({ requests }: ScriptedServer) =>
  requests.map(({ body }) => JSON.parse(body) as { content: string; username: string; allowed_mentions: unknown });

test('a notice arrives in the name of its agent, and mentions nobody', async () => {
  await using server = await startScriptedServer(asDiscord);
  const { emit, logged } = await mounted(server, { turn: { reply: 'Hello @everyone and <@123>' } });
  await emit(done());
  expect(server.requests[0]).toMatchObject({ method: 'POST', path: `${PATH}?thread_id=5&wait=true` });
  expect(sent(server)).toEqual([
    {
      username: 'developer',
      content: '**developer in cao-sample is done**\n\nHello @everyone and <@123>',
      allowed_mentions: { parse: [] },
      flags: 4,
    },
  ]);
  expect(logged).toEqual([]);
});

test('a long text arrives in parts of at most 2000 characters, code blocks whole or opened again', async () => {
  await using server = await startScriptedServer(asDiscord);
  const code = ['```ts', ...Array.from({ length: 150 }, (_, index) => `const value${index} = ${index};`), '```'].join(
    '\n',
  );
  const { emit, logged } = await mounted(server, {
    turn: { reply: `${'A sentence of prose. '.repeat(120)}\n\n${code}` },
  });
  await emit(done());
  const contents = sent(server).map(({ content }) => content);
  expect(contents.length).toBeGreaterThanOrEqual(3);
  for (const content of contents)
    expect(content.match(/```/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
  expect(contents.at(-1)).toMatch(/^```ts\nconst value\d+/);
  expect(contents.join('\n').match(/const value/g)).toHaveLength(150);
  expect(logged).toEqual([]);
});

test('a limit is honoured, and what was sent before it is not sent again', async () => {
  await using server = await startScriptedServer(asDiscord);
  const ok = { body: '{"id":"1"}' };
  server.next(ok, {
    status: 429,
    headers: { 'retry-after': '1' },
    body: '{"message": "…", "retry_after": 0.25, "global": false}',
  });
  const { emit } = await mounted(server, { turn: { reply: 'word '.repeat(500) } });
  await expect(emit(done())).rejects.toMatchObject({ retryAfterMs: 250 });
  await emit(done());
  const contents = sent(server).map(({ content }) => content);
  expect(contents).toHaveLength(3);
  expect(contents[1]).toBe(contents[2]);
  expect(contents[0]).not.toBe(contents[1]);
});

test('the end of a burst is waited for before the next part; a long pause is left to the host', async () => {
  await using server = await startScriptedServer(asDiscord);
  const burst = (seconds: string): Move => ({
    body: '{"id":"1"}',
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': seconds },
  });
  server.next(burst('0.2'), burst('30'));
  const { emit } = await mounted(server, { turn: { reply: 'word '.repeat(1000) } });
  const before = performance.now();
  await expect(emit(done())).rejects.toMatchObject({ retryAfterMs: 30_000 });
  expect(performance.now() - before).toBeGreaterThanOrEqual(190);
  expect(server.requests).toHaveLength(2);
  await emit(done());
  expect(server.requests).toHaveLength(3);
});

test('names that Discord refuses are not used, and long texts end', async () => {
  await using server = await startScriptedServer(asDiscord);
  const facts = { terminal: { agent_profile: 'discord_bot' }, turn: { reply: 'word '.repeat(100_000) } };
  const { emit, logged } = await mounted(server, facts, { max_parts: 2 });
  await emit(done());
  expect(sent(server)).toMatchObject([
    { username: 'CAO' },
    { content: expect.stringMatching(/… \(\d+ more characters\)$/) },
  ]);
  expect(logged).toEqual([]);
});

test.each<[string, Move]>([
  ['a page instead of Discord', { status: 200, body: '<html>Log in</html>' }],
  ['a webhook that was deleted', { status: 404, body: '{"message": "Unknown Webhook", "code": 10015}' }],
])('%s is told without the address, and the next notice is tried', async (_what, move) => {
  await using server = await startScriptedServer(asDiscord);
  server.next(move);
  const { emit, logged } = await mounted(server, { turn: { reply: 'word '.repeat(900) } });
  await emit(done(1));
  await emit(done(2));
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatch(/^warn not sent /);
  expect(logged[0]).not.toContain('secret');
  // None of the other parts of the first, all of the second.
  expect(server.requests).toHaveLength(4);
});

test('the address has to be one', async () => {
  await expect(mountPlugin(plugin(), { options: {} })).rejects.toThrow(/^url: /);
});
