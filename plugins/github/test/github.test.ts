import type { PluginEvent } from '@cao/plugin-sdk';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { sampleApi, startScriptedServer, type Move, type SampleFacts } from '@cao/testkit';
import { expect, test } from 'vitest';
import { plugin } from '../src/index.ts';
import { parseTarget } from '../src/target.ts';

const TOKEN = 'github_pat_very-secret';
const now = (): number => Date.parse('2030-01-01T00:00:01.000Z');
const done = (id = 1) => sampleEvent('turn_completed', {}, { id });
const LABELLED = { session: { labels: { github: 'acme/shop#12' } } };

/** Keeps the comments of one issue as GitHub does: lists a page of them, and adds. `before` may break a request. */
async function github() {
  const comments: string[] = [];
  const server = await startScriptedServer(({ method, path, body, headers }): Move => {
    if (headers['authorization'] !== `Bearer ${TOKEN}`) return { status: 401, body: '{"message":"Bad credentials"}' };
    const url = new URL(path, 'http://github');
    if (url.pathname !== '/repos/acme/shop/issues/12/comments') return { status: 404, body: '{"message":"Not Found"}' };
    if (method === 'GET') {
      const size = Number(url.searchParams.get('per_page'));
      const from = (Number(url.searchParams.get('page')) - 1) * size;
      return { body: JSON.stringify(comments.slice(from, from + size).map((one, id) => ({ id, body: one }))) };
    }
    comments.push((JSON.parse(body) as { body: string }).body);
    return { status: 201, body: JSON.stringify({ id: comments.length }) };
  });
  return Object.assign(server, { comments });
}

async function mounted(url: string, facts: SampleFacts = LABELLED, options: Record<string, unknown> = {}) {
  const plain = await mountPlugin(plugin({ now }), {
    options: { token: TOKEN, api_url: url, ...options },
    api: sampleApi(facts),
  });
  return { emit: (event: PluginEvent) => plain.emit(event), logged: plain.logged };
}

test("the result of a session is a comment on the issue that the session's label names", async () => {
  await using server = await github();
  const { emit, logged } = await mounted(server.url);
  await emit(done());
  expect(server.comments).toEqual(['<!-- cao finished t_1 -->\n**developer in cao-sample is done**\n\nIt is done.']);
  expect(logged).toEqual([]);
});

test('the same result is never told twice: not in the same run, not in the next, not when the answer was lost', async () => {
  await using server = await github();
  const first = await mounted(server.url);
  await first.emit(done());
  await first.emit(done());
  await (await mounted(server.url)).emit(done());
  expect(server.comments).toHaveLength(1);

  // Takes the comment, and breaks the connection before it has said so.
  server.next({ body: '[]' }, 'reset');
  const lost = sampleApi({ ...LABELLED, turn: { reply: 'another' } });
  const third = await mountPlugin(plugin({ now }), { options: { token: TOKEN, api_url: server.url }, api: lost });
  lost.paths['/turns/t_2'] = lost.paths['/turns/t_1'];
  const event = sampleEvent('turn_completed', { turn_id: 't_2' }, { id: 2 });
  await expect(third.emit(event)).rejects.toThrow('did not answer');
  server.comments.push((JSON.parse(server.requests.at(-1)?.body ?? '') as { body: string }).body);
  await third.emit(event);
  expect(server.comments.filter((comment) => comment.startsWith('<!-- cao finished t_2 -->'))).toHaveLength(1);
});

test('a result that is pages behind is found', async () => {
  await using server = await github();
  const { emit } = await mounted(server.url);
  server.comments.push(...Array.from({ length: 250 }, () => 'chatter'), '<!-- cao finished t_1 -->\ntold');
  await emit(done());
  expect(server.comments).toHaveLength(251);
  expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
});

test('where to is found by name too; a label goes first; without either nobody is asked', async () => {
  await using server = await github();
  const targets = { 'cao-*': 'other/place#1', 'cao-sam*': '#12' };
  await (await mounted(server.url, {}, { targets, repository: 'acme/shop' })).emit(done());
  expect(server.comments).toHaveLength(1);
  const before = server.requests.length;
  await (await mounted(server.url, {})).emit(done());
  await (await mounted(server.url, {}, { targets: { 'other-*': 'acme/shop#12' } })).emit(done());
  expect(server.requests).toHaveLength(before);
});

test('a label that is no issue is told', async () => {
  await using server = await github();
  const { emit, logged } = await mounted(server.url, { session: { labels: { github: '../../user' } } });
  await emit(done());
  expect(server.requests).toEqual([]);
  expect(logged).toEqual([expect.stringMatching(/^warn not commented .*owner\/name#12/)]);
});

test('nobody is mentioned, code stays as it is, and what is too long ends', async () => {
  await using server = await github();
  const reply = `Thanks @alice, use \`@types/node\`:\n\`\`\`\nimport '@scope/x';\n\`\`\`\n@bob ${'word '.repeat(20_000)}`;
  const { emit } = await mounted(server.url, { ...LABELLED, turn: { reply } });
  await emit(done());
  const [comment = ''] = server.comments;
  expect(comment).toContain("Thanks @\u200Balice, use `@types/node`:\n```\nimport '@scope/x';\n```\n@\u200Bbob word");
  expect(comment.length).toBeLessThan(65_536);
});

test.each<[string, Move, { after?: number; warned?: RegExp; thrown?: RegExp }]>([
  ['the second limit', { status: 403, headers: { 'retry-after': '60' } }, { after: 60_000, thrown: /status 403/ }],
  [
    'the first limit',
    {
      status: 403,
      headers: {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '1893456030',
        date: 'Tue, 01 Jan 2030 00:00:00 GMT',
      },
    },
    { after: 30_000, thrown: /status 403/ },
  ],
  ['a failure of GitHub', { status: 502, body: '<html>' }, { thrown: /status 502/ }],
  ['a token that may not', { status: 403, body: '{}' }, { warned: /status 403/ }],
  ['an issue that is gone', { status: 410, body: '{}' }, { warned: /status 410/ }],
  ['a page instead of GitHub', { status: 200, body: '<html>' }, { warned: /none of GitHub/ }],
])('%s', async (_what, move, { after, warned, thrown }) => {
  await using server = await github();
  server.next(move);
  const { emit, logged } = await mounted(server.url);
  const error = await emit(done()).then(
    () => undefined,
    (failure: Error & { retryAfterMs?: number }) => failure,
  );
  expect(error?.message ?? '').toMatch(thrown ?? /^$/);
  expect(error?.retryAfterMs).toBe(after);
  expect(logged.join('\n')).toMatch(warned ?? /^$/);
  expect(`${error?.message} ${logged.join()}`).not.toContain('secret');
  expect(server.comments).toEqual([]);
});

test.each([
  ['acme/shop#12', 'acme/shop', 12],
  ['https://github.com/acme/shop.js/issues/7', 'acme/shop.js', 7],
  ['https://git.example.com/acme/shop/pull/7/files#diff', 'acme/shop', 7],
  ['#3', 'usual/one', 3],
  ['3', 'usual/one', 3],
])('%s is a target', (text, repository, number) => {
  expect(parseTarget(text, 'usual/one')).toEqual({ repository, number });
});

test.each([
  '',
  'acme#1',
  'acme/shop',
  'acme/..#1',
  'a/b/c#1',
  'acme/shop#0',
  '../x#1',
  'https://github.com/acme/shop/issues',
])('"%s" is no target', (text) => {
  expect(parseTarget(text, 'usual/one')).toBeUndefined();
});

test('options that cannot work fail the set-up without the token', async () => {
  for (const options of [{ token: 'very secret token' }, { token: TOKEN, targets: { 'cao-*': 'nowhere' } }, {}]) {
    const error = await mountPlugin(plugin(), { options }).catch((failure: Error) => failure);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toMatch(/^(token|targets\.cao-\*): /);
    expect((error as Error).message).not.toContain('secret');
  }
});
