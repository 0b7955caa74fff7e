import { expect, test } from 'vitest';
import { z } from 'zod';
import { guardExit } from '../src/index.ts';
import { event, hostOf, pluginPackage } from './support.ts';

function exits() {
  const calls: string[] = [];
  const process = {
    exit: (code?: number | string | null): never => {
      calls.push(`exit ${String(code)}`);
      return undefined as never;
    },
    abort: (): never => undefined as never,
  };
  return { calls, process };
}

test('process.exit in an import, in setup and in a hook is refused; others may still exit', async () => {
  const { calls, process } = exits();
  Reflect.set(globalThis, 'exitsForTest', process);
  const call = `globalThis.exitsForTest.exit(3);`;
  const { registry, start, trace } = hostOf([
    pluginPackage('a', `${call} export const plugin = { name: 'a' };`),
    pluginPackage('b', `export const plugin = { name: 'b', setup() { ${call} } };`),
    pluginPackage('c', `export const plugin = { name: 'c', hooks: { post_send_message() { TRACE('c'); ${call} } } };`),
  ]);
  const release = guardExit(process, (stack) => registry.blame('a plugin tried to end the server', stack));
  await start();
  registry.publish(event('post_send_message'));
  await expect.poll(() => registry.plugins()[2]?.failures).toBeGreaterThan(0);
  expect(registry.findings()).toMatchObject([
    {
      entry: { name: 'a' },
      reason: 'load_failed',
      message: expect.stringContaining('process.exit() was called by a plugin'),
    },
    { entry: { name: 'b' }, reason: 'setup_failed' },
  ]);
  expect(trace).toEqual(['c']);
  expect(calls).toEqual([]);

  process.exit(7);
  expect(calls).toEqual(['exit 7']);
  release();
});

test('an error that nobody catches is blamed on the plugin whose files its stack names, and on nobody else', async () => {
  const source = `export const plugin = { name: 'a', hooks: { post_send_message() {
    globalThis.strayError = new Error('stray'); } } };`;
  const { registry, start } = hostOf([pluginPackage('a', source)]);
  await start();
  registry.publish(event('post_send_message'));
  await expect.poll(() => Reflect.get(globalThis, 'strayError')).toBeDefined();
  expect(registry.blame('stray', Reflect.get(globalThis, 'strayError'))).toBe(true);
  expect(registry.plugins()).toMatchObject([{ failures: 1, lastError: 'stray' }]);
  expect(registry.blame('stray', new Error('ours'))).toBe(false);

  const socket = Object.assign(new Error('connect ECONNREFUSED'), { syscall: 'connect' });
  socket.stack = 'Error: connect ECONNREFUSED\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)';
  expect(registry.blame('stray', socket)).toBe(true);
});

test('a plugin that floods the log is cut short', async () => {
  const source = `export const plugin = { name: 'a', setup({ logger }) {
    for (let n = 0; n < 5000; n += 1) logger.info('x'.repeat(100_000), { n });
    logger.error({ toString() { throw new Error('no text'); } });
  } };`;
  const { start, lines } = hostOf([pluginPackage('a', source)]);
  await start();
  const own = lines.filter(({ level }) => level === 'info');
  expect(own.length).toBeLessThan(110);
  expect(Math.max(...own.map(({ message }) => message.length))).toBeLessThan(5000);
});

test('text of an option gets neither into the log nor into findings', async () => {
  const source = (name: string, body: string) =>
    `export const plugin = { name: '${name}', setup({ logger, options }) { ${body} },
      hooks: { post_send_message(e, { options }) { throw new Error('POST ' + options.url + ' failed'); } } };`;
  const { registry, start, lines } = hostOf([
    pluginPackage('a', source('a', `logger.info('using ' + options.url, { deep: [options.url] });`)),
    pluginPackage('b', source('b', `throw new Error('cannot reach ' + options.url);`)),
  ]);
  const url = 'https://chat.example/hooks/secret-token';
  await start({ a: { url } }, { env: { CAO_PLUGIN_B_URL: url } });
  registry.publish(event('post_send_message'));
  await expect.poll(() => registry.plugins()[0]?.lastError).toBe('POST [option url] failed');
  expect(JSON.stringify([lines, registry.findings(), registry.plugins()])).not.toContain('secret-token');
  expect(registry.plugins()).toMatchObject([
    { options: [{ name: 'url', from: 'settings' }] },
    { options: [{ name: 'url', from: 'CAO_PLUGIN_B_URL' }] },
  ]);
});

test('wrong options disable that plugin alone, before its setup, and say which and what is expected', async () => {
  Reflect.set(globalThis, 'schemaForTest', z.object({ url: z.url(), every: z.number().max(60) }));
  const source = (name: string) =>
    `export const plugin = { name: '${name}', options: globalThis.schemaForTest, setup({ options }) { TRACE('${name} ' + options.url); } };`;
  const { registry, start, trace } = hostOf([pluginPackage('a', source('a')), pluginPackage('b', source('b'))]);
  await start({ a: { url: 'hunter2', every: 4242 }, b: { url: 'http://b.example', every: 5 } });
  expect(trace).toEqual(['b http://b.example']);
  expect(registry.findings()).toMatchObject([
    {
      reason: 'invalid_options',
      message:
        'Plugin a of a has wrong options: url (from the settings): Invalid URL; every (from the settings): Too big: expected number to be <=60',
    },
  ]);
  expect(JSON.stringify(registry.findings())).not.toMatch(/hunter2|4242/);
});

test('a hook that keeps the whole server waiting is told of', async () => {
  const source = `export const plugin = { name: 'a', hooks: { post_send_message() {
    const until = performance.now() + 130; while (performance.now() < until); } } };`;
  const { registry, start, lines } = hostOf([pluginPackage('a', source)]);
  await start();
  registry.publish(event('post_send_message'));
  await expect.poll(() => registry.plugins()[0]?.blockedMs).toBeGreaterThan(120);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'a hook kept the server waiting' }));
});

test('the signal of a hook ends with its time', async () => {
  const source = `export const plugin = { name: 'a', hooks: { post_send_message: (e, { signal }) => new Promise(() => {
    signal.addEventListener('abort', () => TRACE(signal.reason.name)); }) } };`;
  const { registry, start, trace } = hostOf([pluginPackage('a', source)], { hookMs: 50 });
  await start();
  registry.publish(event('post_send_message'));
  await expect.poll(() => trace).toEqual(['TimeoutError']);
});

test('one that hangs in its import does not keep the others from their set-up', async () => {
  const { registry, start, trace } = hostOf(
    [
      pluginPackage('a', `await new Promise(() => {}); export const plugin = { name: 'a' };`),
      pluginPackage(
        'b',
        `export const plugin = { name: 'b', hooks: { post_send_message: (e) => TRACE(e.data.message) } };`,
      ),
    ],
    { importMs: 3000 },
  );
  void start();
  registry.publish(event('post_send_message', { message: 'early' }));
  await expect
    .poll(() => registry.plugins().map(({ state }) => state), { timeout: 2500 })
    .toEqual(['waiting', 'running']);
  // It hears of what happened before, and of what happens now, while the other one is still waited for.
  registry.publish(event('post_send_message', { message: 'now' }));
  await expect.poll(() => trace).toEqual(['early', 'now']);
  expect(registry.plugins()[0]).toMatchObject({ state: 'waiting' });
});

test('ten plugins get ten thousand events each that were sent at once, in order', async () => {
  const names = Array.from({ length: 10 }, (_, n) => `p${n}`);
  const { registry, start, trace } = hostOf(
    names.map((name) =>
      pluginPackage(
        name,
        `let last = -1; let count = 0; export const plugin = { name: '${name}',
          hooks: { post_send_message(e) { if (e.data.n !== last + 1) TRACE('gap'); last = e.data.n; count += 1; } },
          teardown() { TRACE('${name} ' + count); } };`,
      ),
    ),
  );
  await start();
  for (let n = 0; n < 10_000; n += 1) registry.publish(event('post_send_message', { n, message: 'x' }));
  await expect.poll(() => registry.plugins().every(({ waiting }) => waiting === 0), { timeout: 20_000 }).toBe(true);
  await registry.stop();
  expect(trace.toSorted()).toEqual(names.map((name) => `${name} 10000`));
});
