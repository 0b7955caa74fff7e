import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventType } from '@cao/contracts';
import type { TempHome } from '@cao/testkit';
import { expect, test } from 'vitest';
import { launch, standWith } from './plugin-stand.ts';
import { tool, until } from './support.ts';

const everyHook = (hook: string): string =>
  `const hooks = {}; for (const type of ${JSON.stringify(EventType.options)}) hooks[type] = ${hook};
   export const plugin = { name: 'x', hooks };`;

test('plugins that throw, hang, flood, stray, exit and never load are contained, and the server does its work', async () => {
  await using stand = await standWith({
    throws: everyHook(`() => { throw new Error('every time'); }`),
    hangs: everyHook(`() => new Promise(() => {})`),
    floods: everyHook(`(e, { logger }) => { for (let n = 0; n < 500; n += 1) logger.warn('x'.repeat(900)); }`),
    strays: everyHook(
      `() => { setTimeout(() => { throw new Error('stray'); }, 1); Promise.reject(new Error('lost')); }`,
    ),
    // Before the server listens.
    'strays-at-once': `setImmediate(() => { throw new Error('at once'); }); ${everyHook('() => {}')}`,
    exits: `process.exit(3); export const plugin = { name: 'x' };`,
    'exits-late': everyHook(`() => { setTimeout(() => process.exit(4), 1); }`),
    never: `await new Promise(() => {}); export const plugin = { name: 'x' };`,
    good: everyHook(`() => {}`),
  });
  const { client } = stand;
  const id = await launch(stand, 'bad');
  const { turn_id } = await client.terminals.input(id, { message: 'SAY all the same' });
  expect(await client.turns.wait(turn_id, { timeoutMs: 20_000 })).toMatchObject({ reply: 'all the same' });

  const row = async (name: string) => (await stand.report()).plugins.find((plugin) => plugin.name === name);
  await until(async () => ((await row('throws'))?.failures ?? 0) > 3);
  await until(async () => ((await row('strays'))?.failures ?? 0) > 0);
  await until(async () =>
    ((await row('exits-late'))?.last_error ?? '').includes('process.exit() was called by a plugin'),
  );
  await until(async () => ((await row('good'))?.delivered ?? 0) > 5);
  expect(await row('hangs')).toMatchObject({ state: 'running', delivered: 0 });
  await until(async () => (await stand.report()).findings.length === 2);
  const { findings } = await stand.report();
  expect(findings.map(({ name, reason }) => `${name} ${reason}`).toSorted()).toEqual([
    'exits load_failed',
    'never load_failed',
  ]);
  for (const { what, fix } of findings)
    expect([what, fix]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/)]);
  expect(stand.server.pid).toBeGreaterThan(0);
  expect(await client.health()).toMatchObject({ status: 'ok' });
});

test('a durable plugin hears of everything, also of what happened while it was down and of what a killed server cut off', async () => {
  const heard = (home: TempHome): string[] => {
    try {
      return readFileSync(join(home.home, 'heard'), 'utf8').trimEnd().split('\n');
    } catch {
      return [];
    }
  };
  await using stand = await standWith({
    durable: `import { appendFileSync } from 'node:fs'; import { join } from 'node:path';
      export const plugin = { name: 'x', durable: true, hooks: {
        async turn_completed({ id, data }, { home, api }) {
          const turn = await api.get('/turns/' + data.turn_id);
          if (turn.text === 'SAY hang') await new Promise((go) => setTimeout(go, process.env.HANG_MS ?? 0));
          appendFileSync(join(home, '..', 'heard'), turn.reply + '\\n');
        },
      } };`,
  });
  const { client, server, home } = stand;
  await server.restart({ HANG_MS: '60000' });
  const id = await launch(stand, 'durable');
  const say = async (text: string): Promise<void> => {
    const { turn_id } = await client.terminals.input(id, { message: `SAY ${text}` });
    await client.turns.wait(turn_id, { timeoutMs: 20_000 });
  };
  await say('one');
  await until(async () => heard(home).includes('one'));
  await say('hang');
  await say('two');
  await server.kill9();
  await server.restart({ HANG_MS: '0' });
  await until(async () => heard(home).includes('two'));
  // In order; what was done in the second before the kill may come twice, nothing is missing.
  expect([...new Set(heard(home))]).toEqual(['one', 'hang', 'two']);
  const [plugin] = (await stand.report()).plugins.filter(({ name }) => name === 'durable');
  expect(plugin).toMatchObject({ durable: true, state: 'running', skipped: 0 });
});

test('a policy refuses and changes what agents and people ask for, and the log of events says so', async () => {
  await using stand = await standWith(
    {
      policy: `export const plugin = { name: 'policy', before: {
        launch: ({ agent_profile }) => agent_profile === 'reviewer' ? { veto: 'no reviews on Fridays' } : undefined,
        message: ({ message }) => message.includes('4711') ? { change: { message: message.replace('4711', '****') }, reason: 'a card number' } : undefined,
        tool_call: ({ tool }) => tool === 'assign' ? { veto: 'one at a time' } : undefined,
      } };`,
    },
    { policy: { launch: 'refuse', message: 'allow', tool_call: 'allow' } },
  );
  const { client } = stand;
  const events: unknown[] = [];
  const stop = new AbortController();
  const following = (async () => {
    for await (const { type, data } of client.events({ signal: stop.signal })) {
      if (type.startsWith('request_')) events.push([type, data]);
    }
  })().catch(() => undefined);
  const id = await launch(stand, 'policy');
  await expect(
    client.terminals.create('cao-policy', { agent_profile: 'reviewer', provider: 'mock_cli' }),
  ).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining("Plugin 'policy' refused this launch: no reviews on Fridays"),
  });
  const ask = async (message: string) => {
    const { turn_id } = await client.terminals.input(id, { message });
    return client.turns.wait(turn_id, { timeoutMs: 20_000 });
  };
  expect(await ask('SAY the number is 4711')).toMatchObject({
    reply: 'the number is ****',
    text: 'SAY the number is ****',
  });
  const { reply } = await ask(tool('assign', { agent_profile: 'developer', message: 'SAY x' }));
  expect(reply).toContain("Plugin 'policy' refused this tool call: one at a time");
  await until(async () => events.length === 3);
  expect(events).toEqual([
    ['request_vetoed', { request: 'launch', plugin: 'policy', reason: 'no reviews on Fridays' }],
    ['request_changed', { request: 'message', plugin: 'policy', reason: 'a card number', fields: ['message'] }],
    ['request_vetoed', { request: 'tool_call', plugin: 'policy', reason: 'one at a time' }],
  ]);
  expect(JSON.stringify(events)).not.toContain('4711');
  stop.abort();
  await following;
});
