import { expect, test } from 'vitest';
import { event, hostOf, pluginPackage } from './support.ts';

const BRAND = `[Symbol.for('cao.plugin')]: 1`;

/** A plugin that writes down what happens to it. */
function tracing(name: string, body = ''): string {
  return `export const plugin = {
    ${BRAND}, name: '${name}',
    setup() { TRACE('${name} setup'); },
    teardown() { TRACE('${name} teardown'); },
    hooks: { post_send_message(event) { TRACE('${name} ' + event.data.message); } },
    ${body}
  };`;
}

test('plugins are set up in order, get their events, and are torn down in reverse', async () => {
  const { registry, trace, start, lines } = hostOf([
    pluginPackage('a', tracing('a')),
    pluginPackage('b', tracing('b')),
  ]);
  await start();
  registry.publish(event('post_send_message', { message: '1' }));
  registry.publish(event('post_send_message', { message: '2' }));
  registry.publish(event('turn_completed'));
  await registry.stop();

  expect(trace.slice(0, 2)).toEqual(['a setup', 'b setup']);
  expect(trace.filter((line) => line.startsWith('a'))).toEqual(['a setup', 'a 1', 'a 2', 'a teardown']);
  expect(trace.slice(-2)).toEqual(['b teardown', 'a teardown']);
  expect(lines.map(({ level, message, fields }) => `${level} ${message} ${String(fields['plugin'])}`)).toEqual([
    'info plugin started a',
    'info plugin started b',
  ]);
  expect(registry.plugins().map(({ name, state }) => [name, state])).toEqual([
    ['a', 'stopped'],
    ['b', 'stopped'],
  ]);
});

test('a hook never runs in the stack of whoever publishes', async () => {
  const { registry, trace, start } = hostOf([pluginPackage('a', tracing('a'))]);
  await start();
  registry.publish(event('post_send_message', { message: '1' }));
  expect(trace).toEqual(['a setup']);
  await registry.stop();
  expect(trace).toContain('a 1');
});

test('the context has the options, the home and a log that carries the name', async () => {
  const source = `export const plugin = {
    name: 'x', hooks: {},
    setup({ logger, options, home, signal }) {
      signal.addEventListener('abort', () => TRACE('aborted'));
      logger.info('hello', { url: options.url, home });
      options.url = 'changed';
    },
  };`;
  const { registry, start, lines, trace, home } = hostOf([pluginPackage('a', source)]);
  const options = { a: { url: 'u' } };
  await start(options);
  expect(lines[0]).toEqual({ level: 'info', message: 'hello', fields: { plugin: 'a', url: 'u', home } });
  // Modules are strict, so writing to frozen options is an error of that plugin's own.
  expect(options).toEqual({ a: { url: 'u' } });
  expect(trace).toEqual(['aborted']);
  expect(registry.plugins()).toMatchObject([{ name: 'a', state: 'failed' }]);
});

test.each<[string, string, 'module' | 'commonjs']>([
  ['a default export', `export default { name: 'x', setup() { TRACE('up'); } };`, 'module'],
  [
    'a function that makes it',
    `export function plugin() { return { name: 'x', setup() { TRACE('up'); } }; }`,
    'module',
  ],
  ['CommonJS', `module.exports = { name: 'x', setup() { TRACE('up'); } };`, 'commonjs'],
  ['CommonJS with a factory', `module.exports = () => ({ name: 'x', setup() { TRACE('up'); } });`, 'commonjs'],
  [
    'the mark of another SDK copy',
    `export const plugin = { ${BRAND}, name: 'x', setup() { TRACE('up'); } };`,
    'module',
  ],
])('%s is recognised', async (_what, source, type) => {
  const { start, trace } = hostOf([pluginPackage('a', source, { type })]);
  await start();
  expect(trace).toEqual(['up']);
});

test.each<[string, string, string, RegExp]>([
  ['an import that throws', 'throw new Error("boom");', 'load_failed', /boom/],
  ['no plugin', 'export const plugin = 5;', 'load_failed', /exports no plugin/],
  [
    'a later contract',
    `export const plugin = { name: 'x', [Symbol.for('cao.plugin')]: 9 };`,
    'load_failed',
    /version 9/,
  ],
  ['a set-up that throws', tracing('a', `setup() { throw new Error('no url'); },`), 'setup_failed', /no url/],
  ['a set-up without end', tracing('a', 'setup: () => new Promise(() => {}),'), 'setup_failed', /setup did not finish/],
])('%s disables that plugin alone and says why', async (_what, source, reason, message) => {
  const packages = [pluginPackage('a', source), pluginPackage('b', tracing('b'))];
  const { registry, start, trace, lines } = hostOf(packages, { setupMs: 100 });
  await start();
  registry.publish(event('post_send_message', { message: '1' }));
  await registry.stop();

  expect(trace).toEqual([...(reason === 'setup_failed' ? ['a teardown'] : []), 'b setup', 'b 1', 'b teardown']);
  expect(registry.findings()).toMatchObject([
    { entry: { kind: 'plugin', name: 'a' }, reason, message: expect.stringMatching(message) },
  ]);
  expect(lines[0]).toMatchObject({ level: 'warn', message: 'plugin skipped', fields: { plugin: 'a', reason } });
});

test('a failing hook is counted and logged, and the next event comes', async () => {
  const source = tracing('a', `hooks: { post_send_message(e) { TRACE(e.data.message); throw new Error('bad'); } },`);
  const { registry, start, trace, lines } = hostOf([pluginPackage('a', source)]);
  await start();
  for (const message of ['1', '2']) registry.publish(event('post_send_message', { message }));
  await registry.stop();
  expect(trace).toEqual(['a setup', '1', '2', 'a teardown']);
  expect(registry.plugins()).toMatchObject([{ failures: 2 }]);
  expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
    { fields: { plugin: 'a', event: 'post_send_message', error: 'bad' } },
    { fields: { plugin: 'a' } },
  ]);
});

test('a hook without end holds up nobody else, and its own plugin only for the time limit', async () => {
  const hanging = tracing(
    'a',
    `hooks: {
    post_send_message: (e) => { TRACE('a ' + e.data.message); return e.data.message === '1' ? new Promise(() => {}) : undefined; },
  },`,
  );
  const packages = [pluginPackage('a', hanging), pluginPackage('b', tracing('b'))];
  const { registry, start, trace } = hostOf(packages, { hookMs: 150 });
  await start();
  for (const message of ['1', '2']) registry.publish(event('post_send_message', { message }));

  await expect.poll(() => trace).toContain('b 2');
  expect(trace).not.toContain('a 2');
  await expect.poll(() => trace).toContain('a 2');
  expect(registry.plugins()[0]).toMatchObject({ failures: 1, dropped: 0 });
});

test('events of one plugin keep their order however long a hook takes', async () => {
  const source = tracing(
    'a',
    `hooks: {
    async post_send_message(e) { if (e.data.message === '0') await new Promise((go) => setTimeout(go, 30)); TRACE(e.data.message); },
  },`,
  );
  const { registry, start, trace } = hostOf([pluginPackage('a', source)]);
  await start();
  for (let n = 0; n < 50; n += 1) registry.publish(event('post_send_message', { message: String(n) }));
  await registry.stop();
  expect(trace.slice(1, -1)).toEqual(Array.from({ length: 50 }, (_, n) => String(n)));
});

test('a plugin that falls behind loses the oldest events, and they are counted', async () => {
  const source = tracing(
    'a',
    `hooks: {
    async post_send_message(e) { TRACE(e.data.message); if (e.data.message === '0') await new Promise((go) => { globalThis.go = go; }); },
  },`,
  );
  const { registry, start, trace, lines } = hostOf([pluginPackage('a', source)], { queueLength: 3 });
  await start();
  registry.publish(event('post_send_message', { message: '0' }));
  await expect.poll(() => trace).toContain('0');
  for (let n = 1; n <= 10; n += 1) registry.publish(event('post_send_message', { message: String(n) }));
  (Reflect.get(globalThis, 'go') as () => void)();
  await registry.stop();

  expect(trace).toEqual(['a setup', '0', '8', '9', '10', 'a teardown']);
  expect(registry.plugins()).toMatchObject([{ dropped: 7 }]);
  expect(lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields['dropped'])).toEqual([1, 2, 4]);
});

test('hooks get a frozen copy: nobody changes an event for the next one or for the server', async () => {
  const vandal = tracing('a', `hooks: { post_send_message(e) { e.data.inner.list.push('x'); } },`);
  const reader = tracing('b', `hooks: { post_send_message(e) { TRACE(JSON.stringify(e.data)); } },`);
  const { registry, start, trace } = hostOf([pluginPackage('a', vandal), pluginPackage('b', reader)]);
  await start();
  const sent = event('post_send_message', { inner: { list: ['1'] } });
  registry.publish(sent);
  sent.data['inner'] = 'changed later';
  await registry.stop();
  expect(trace).toContain('{"inner":{"list":["1"]}}');
  expect(registry.plugins()[0]).toMatchObject({ failures: 1 });
  expect(Object.isFrozen(sent)).toBe(false);
});

test('stopping waits for what is queued, but not for ever', async () => {
  const slow = tracing('a', `hooks: { async post_send_message(e) { await new Promise(() => {}); } },`);
  const { registry, start, trace } = hostOf([pluginPackage('a', slow), pluginPackage('b', tracing('b'))], {
    drainMs: 100,
  });
  await start();
  for (const message of ['1', '2', '3']) registry.publish(event('post_send_message', { message }));
  const stopped = registry.stop();
  registry.publish(event('post_send_message', { message: 'too late' }));
  await stopped;
  expect(trace).toEqual(['a setup', 'b setup', 'b 1', 'b 2', 'b 3', 'b teardown', 'a teardown']);
  expect(registry.plugins()[0]).toMatchObject({ dropped: 2, state: 'stopped' });
});

test('a teardown that throws or hangs does not keep the others from theirs', async () => {
  const packages = [
    pluginPackage('a', tracing('a')),
    pluginPackage('b', tracing('b', `teardown() { throw new Error('bad'); },`)),
    pluginPackage('c', tracing('c', 'teardown: () => new Promise(() => {}),')),
  ];
  const { registry, start, trace, lines } = hostOf(packages, { teardownMs: 100 });
  await start();
  await Promise.all([registry.stop(), registry.stop()]);
  expect(trace.slice(3)).toEqual(['a teardown']);
  expect(lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields['plugin'])).toEqual(['c', 'b']);
});

test('a plugin the settings disable is not even imported', async () => {
  const { registry, trace, start } = hostOf([pluginPackage('a', `TRACE('imported'); ${tracing('a')}`)], {}, ['a']);
  await start();
  expect(trace).toEqual([]);
  expect(registry.plugins()).toMatchObject([{ name: 'a', state: 'disabled' }]);
});

test('stopping while plugins start tears down those that came up and starts no more', async () => {
  const first = tracing(
    'a',
    `async setup() { TRACE('a setup'); await new Promise((go) => { globalThis.up = go; }); },`,
  );
  const { registry, start, trace } = hostOf([pluginPackage('a', first), pluginPackage('b', tracing('b'))]);
  const started = start();
  await expect.poll(() => trace).toEqual(['a setup']);
  const stopped = registry.stop();
  (Reflect.get(globalThis, 'up') as () => void)();
  await Promise.all([started, stopped]);
  expect(trace).toEqual(['a setup', 'a teardown']);
});

test('a hook for an event this CAO does not have is reported and harmless', async () => {
  const { registry, start, lines } = hostOf([pluginPackage('a', tracing('a', 'hooks: { post_everything() {} },'))]);
  await start();
  expect(lines[0]).toMatchObject({ level: 'warn', fields: { plugin: 'a', hook: 'post_everything' } });
  expect(registry.plugins()).toMatchObject([{ state: 'running' }]);
});

test('what the search could not use is said at start', async () => {
  const { start, lines } = hostOf([pluginPackage('a', tracing('a'), { cao: { apiVersion: 7 } })]);
  await start();
  expect(lines).toMatchObject([{ level: 'warn', fields: { reason: 'api_version' } }]);
});

test('events before the start and without listeners cost nothing and break nothing', async () => {
  const { registry, start, trace } = hostOf([pluginPackage('a', tracing('a'))]);
  registry.publish(event('post_send_message', { message: 'early' }));
  await start();
  await registry.stop();
  expect(trace).toEqual(['a setup', 'a teardown']);
});
