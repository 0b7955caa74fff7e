import type { PluginEvent } from '@cao/plugin-sdk';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { sampleApi, startScriptedServer, type Move, type SampleFacts, type ScriptedServer } from '@cao/testkit';
import { expect, test } from 'vitest';
import { plugin } from '../src/index.ts';

const PATH = '/services/T0/B0/very-secret-token';
const now = (): number => Date.parse('2030-01-01T00:00:01.000Z');
const done = (id = 1) => sampleEvent('turn_completed', {}, { id });

interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly { readonly text: { readonly text: string; readonly verbatim: boolean } }[];
}

/** Takes what Slack takes. */
function asSlack({ body }: { body: string }): Move {
  const { text, blocks } = JSON.parse(body) as SlackMessage;
  const good = text !== '' && blocks.every((block) => block.text.text !== '' && block.text.text.length <= 3000);
  return good ? { body: 'ok' } : { status: 400, body: 'invalid_blocks' };
}

async function mounted(server: ScriptedServer, facts: SampleFacts = {}) {
  const plain = await mountPlugin(plugin({ now }), { options: { url: `${server.url}${PATH}` }, api: sampleApi(facts) });
  return { emit: (event: PluginEvent) => plain.emit(event), logged: plain.logged };
}

const texts = ({ requests }: ScriptedServer): string[] =>
  requests.flatMap(({ body }) => (JSON.parse(body) as SlackMessage).blocks.map(({ text }) => text.text));

test('a notice arrives in the Markdown of Slack, and mentions nobody', async () => {
  await using server = await startScriptedServer(asSlack);
  const reply = [
    '# Result',
    '**Done** & dusted, see [the log](https://example.com/a?b=1&c=2), <!channel> <@U123> @here',
    '`a **b** <c>`',
    '```ts',
    'const a = b && **c**;',
    '```',
  ].join('\n');
  const { emit, logged } = await mounted(server, { turn: { reply } });
  await emit(done());
  expect(texts(server)).toEqual([
    [
      '*developer in cao-sample is done*',
      '',
      '*Result*',
      '*Done* &amp; dusted, see <https://example.com/a?b=1&amp;c=2|the log>, &lt;!channel&gt; &lt;@U123&gt; @here',
      '`a **b** &lt;c&gt;`',
      '```',
      'const a = b &amp;&amp; **c**;',
      '```',
    ].join('\n'),
  ]);
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
    text: 'developer in cao-sample is done',
    link_names: false,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', verbatim: true } }],
  });
  expect(logged).toEqual([]);
});

test('a long text arrives in parts of at most 3000 characters as Slack counts them', async () => {
  await using server = await startScriptedServer(asSlack);
  const { emit, logged } = await mounted(server, { turn: { reply: 'if (a < b && c > d) then. '.repeat(300) } });
  await emit(done());
  expect(logged).toEqual([]);
  expect(texts(server).length).toBeGreaterThan(2);
  expect(
    texts(server)
      .join(' ')
      .match(/&amp;&amp;/g),
  ).toHaveLength(300);
});

test('a limit is honoured, and what was sent before it is not sent again', async () => {
  await using server = await startScriptedServer(asSlack);
  server.next({ body: 'ok' }, { status: 429, headers: { 'retry-after': '30' } }, 'reset');
  const { emit } = await mounted(server, { turn: { reply: 'word '.repeat(900) } });
  await expect(emit(done())).rejects.toMatchObject({ retryAfterMs: 30_000 });
  await expect(emit(done())).rejects.toThrow('did not answer');
  await emit(done());
  const [first, ...others] = texts(server);
  expect(others).toHaveLength(3);
  expect(new Set(others).size).toBe(1);
  expect(others[0]).not.toBe(first);
});

test.each<[string, Move]>([
  ['a page instead of Slack', { status: 200, body: '<html>Log in</html>' }],
  ['a webhook that was revoked', { status: 403, body: 'invalid_token' }],
  ['a channel that is gone', { status: 410, body: 'channel_is_archived' }],
])('%s is told without the address, and the next notice is tried', async (_what, move) => {
  await using server = await startScriptedServer(asSlack);
  server.next(move);
  const { emit, logged } = await mounted(server, { turn: { reply: 'word '.repeat(900) } });
  await emit(done(1));
  await emit(done(2));
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatch(/^warn not sent /);
  expect(logged[0]).not.toContain('secret');
  // None of the other parts of the first, all of the second.
  expect(server.requests).toHaveLength(3);
});
