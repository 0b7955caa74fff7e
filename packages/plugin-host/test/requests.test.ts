import type { LaunchRequest, MessageRequest } from '@cao/contracts';
import { expect, test } from 'vitest';
import { hostOf, pluginPackage, type PackageFiles } from './support.ts';

const launch: LaunchRequest = {
  origin: 'session',
  session_name: null,
  caller_id: null,
  agent_profile: 'developer',
  provider: null,
  working_directory: null,
  model: null,
  allowed_tools: null,
  yolo: null,
  message: null,
};
const message: MessageRequest = {
  session_name: 'cao-a',
  sender: 'aaaaaaaa',
  receiver: 'bbbbbbbb',
  message: 'the key is 1234',
  orchestration_type: 'send_message',
};

function guard(name: string, hooks: string, before: Record<string, string>): PackageFiles {
  const source = `export const plugin = { name: '${name}', before: { ${hooks} } };`;
  return pluginPackage(name, source, { cao: { apiVersion: 1, plugins: { [name]: { file: './index.js', before } } } });
}

test('nobody is asked when nobody wants to be', async () => {
  const { registry, start } = hostOf([guard('g', `launch() {}`, { launch: 'allow' })]);
  await start();
  expect(['launch', 'message', 'tool_call'].map((kind) => registry.wants(kind as 'launch'))).toEqual([
    true,
    false,
    false,
  ]);
});

test('a veto ends the question and names the plugin and its reason', async () => {
  const { registry, start, trace } = hostOf([
    guard('a', `launch: ({ agent_profile }) => ({ veto: 'no ' + agent_profile + ' today' })`, { launch: 'allow' }),
    guard('b', `launch() { TRACE('asked'); }`, { launch: 'allow' }),
  ]);
  await start();
  expect(await registry.ask('launch', launch)).toEqual({
    request: launch,
    changes: [],
    veto: { plugin: 'a', reason: 'no developer today' },
  });
  expect(trace).toEqual([]);
});

test('each plugin gets what the one before made of it, frozen, and what was changed is told by name', async () => {
  const { registry, start, trace } = hostOf([
    guard(
      'a',
      `message: ({ message }) => ({ change: { message: message.replace('1234', '****') }, reason: 'a key' })`,
      {
        message: 'allow',
      },
    ),
    guard('b', `message(request) { TRACE(request.message, String(Object.isFrozen(request))); return undefined; }`, {
      message: 'allow',
    }),
  ]);
  await start();
  const decision = await registry.ask('message', message);
  expect(decision).toEqual({
    request: { ...message, message: 'the key is ****' },
    changes: [{ plugin: 'a', reason: 'a key', fields: ['message'] }],
  });
  expect(trace).toEqual(['the key is ****', 'true']);
});

test.each<[string, string]>([
  ['throws', `launch() { throw new Error('hunter2'); }`],
  ['hangs', `launch: () => new Promise(() => {})`],
  ['answers nonsense', `launch: () => ({ change: { session_name: 'mine' }, reason: 'x' })`],
  ['makes something that cannot be', `launch: () => ({ change: { provider: 'Not A Provider' }, reason: 'x' })`],
  ['gives no reason', `launch: () => ({ veto: ' ' })`],
])(
  'a hook that %s is passed over, told and counted; where package.json says so nothing goes on',
  async (_what, hook) => {
    const open = hostOf([guard('g', hook, { launch: 'allow' })], { beforeMs: 80 });
    await open.start();
    expect(await open.registry.ask('launch', launch)).toEqual({ request: launch, changes: [] });
    expect(open.registry.plugins()).toMatchObject([{ failures: 1 }]);
    expect(open.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: { plugin: 'g', request: 'launch', times: 1 } }),
    );

    const closed = hostOf([guard('g', hook, { launch: 'refuse' })], { beforeMs: 80 });
    await closed.start();
    const { veto } = await closed.registry.ask('launch', launch);
    expect(veto).toMatchObject({ plugin: 'g', reason: expect.stringMatching(/could not be asked/) });
    expect(veto?.reason).not.toContain('hunter2');
  },
);

test('a guard that could not be set up keeps its word', async () => {
  const broken = (onFailure: string) =>
    pluginPackage('g', `throw new Error('boom')`, {
      cao: { apiVersion: 1, plugins: { g: { file: './index.js', before: { launch: onFailure } } } },
    });
  const open = hostOf([broken('allow')]);
  await open.start();
  expect(open.registry.wants('launch')).toBe(false);
  expect(await open.registry.ask('launch', launch)).toEqual({ request: launch, changes: [] });
  const closed = hostOf([broken('refuse')]);
  await closed.start();
  expect((await closed.registry.ask('launch', launch)).veto?.reason).toMatch(/not running: cao plugin doctor/);
});

test('a disabled guard is asked nothing', async () => {
  const { registry, start } = hostOf([guard('g', `launch: () => ({ veto: 'no' })`, { launch: 'refuse' })], {}, ['g']);
  await start();
  expect(registry.wants('launch')).toBe(false);
});

test('a question that comes while guards are set up waits for them, and not for anybody else', async () => {
  const slow = pluginPackage('slow', `export const plugin = { name: 's', setup: () => new Promise(() => {}) };`);
  const { registry, start } = hostOf([slow, guard('g', `launch: () => ({ veto: 'no' })`, { launch: 'allow' })], {
    setupMs: 400,
  });
  const starting = start();
  expect((await registry.ask('launch', launch)).veto).toEqual({ plugin: 'g', reason: 'no' });
  expect(registry.plugins().map(({ name, state }) => [name, state])).toEqual([
    ['g', 'running'],
    ['slow', 'waiting'],
  ]);
  await starting;
});

test('a hook that package.json does not name is never called, and told of', async () => {
  const { registry, start, lines, trace } = hostOf([
    guard('g', `launch() {}, message() { TRACE('asked'); }`, { launch: 'allow' }),
  ]);
  await start();
  expect(await registry.ask('message', message)).toEqual({ request: message, changes: [] });
  expect(trace).toEqual([]);
  expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: { plugin: 'g', hook: 'message' } }));
});
