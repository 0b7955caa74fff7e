import { expect, test } from 'vitest';
import { event, eventLog, hostOf, pluginPackage } from './support.ts';

/** Notes each message; `body` may do more with it. */
function durable(body = '', extra = 'durable: true,'): string {
  return `const seen = {}; export const plugin = {
    name: 'd', ${extra}
    hooks: { async post_send_message(e) {
      const m = e.data.message; seen[m] = (seen[m] ?? 0) + 1; TRACE(m); ${body}
    } },
  };`;
}

const message = (text: string) => event('post_send_message', { message: text });

test('what came while no server ran is delivered, in order, and nothing before that', async () => {
  const log = eventLog();
  log.add(message('before the first start'));
  const first = hostOf([pluginPackage('d', durable())]);
  await first.start({}, { events: log });
  first.registry.publish(log.add(message('1')));
  await expect.poll(() => first.trace).toEqual(['1']);
  await first.registry.stop();
  for (const text of ['2', '3']) log.add(message(text));

  const second = hostOf([pluginPackage('d', durable())]);
  await second.start({}, { events: log });
  second.registry.publish(log.add(message('4')));
  await expect.poll(() => second.trace).toEqual(['2', '3', '4']);
  expect(second.registry.plugins()).toMatchObject([{ durable: true, delivered: 3, waiting: 0, dropped: 0 }]);
});

test('an event under way when the server stops comes again after the restart', async () => {
  const log = eventLog();
  const first = hostOf([pluginPackage('d', durable(`await new Promise(() => {});`))], { drainMs: 50 });
  await first.start({}, { events: log });
  first.registry.publish(log.add(message('1')));
  await expect.poll(() => first.trace).toEqual(['1']);
  await first.registry.stop();

  const second = hostOf([pluginPackage('d', durable())]);
  await second.start({}, { events: log });
  await expect.poll(() => second.trace).toEqual(['1']);
});

test('an event whose hook fails comes again before the next', async () => {
  const log = eventLog();
  const body = `if (m === '1' && seen[m] < 3) throw Object.assign(new Error('closed'), { retryAfterMs: 5 });`;
  const { registry, trace, start } = hostOf([pluginPackage('d', durable(body))]);
  await start({}, { events: log });
  for (const text of ['1', '2']) registry.publish(log.add(message(text)));
  await expect.poll(() => trace).toEqual(['1', '1', '1', '2']);
  expect(registry.plugins()).toMatchObject([{ delivered: 2, failures: 2, skipped: 0, lastError: 'closed' }]);
});

test('an event that fails too often is given up, told and counted', async () => {
  const log = eventLog();
  const body = `if (m === '1') throw Object.assign(new Error('never'), { retryAfterMs: 1 });`;
  const { registry, trace, lines, start } = hostOf([pluginPackage('d', durable(body, 'durable: { attempts: 2 },'))]);
  await start({}, { events: log });
  for (const text of ['1', '2']) registry.publish(log.add(message(text)));
  await expect.poll(() => trace).toEqual(['1', '1', '2']);
  expect(registry.plugins()).toMatchObject([{ delivered: 1, skipped: 1 }]);
  expect(lines).toContainEqual(
    expect.objectContaining({
      message: 'an event was given up',
      fields: expect.objectContaining({ event: 'post_send_message', error: 'never' }),
    }),
  );
});

test('a stop does not wait for a pause between two tries', async () => {
  const log = eventLog();
  const { registry, trace, start } = hostOf([pluginPackage('d', durable(`throw new Error('closed');`))]);
  await start({}, { events: log });
  registry.publish(log.add(message('1')));
  await expect.poll(() => trace).toEqual(['1']);
  const began = performance.now();
  await registry.stop();
  // The first pause alone is a second.
  expect(performance.now() - began).toBeLessThan(900);
  expect(log.cursors.get('d') ?? 0).toBeLessThan(log.lastId());
});

test('a durable plugin that is far behind loses nothing', async () => {
  const log = eventLog();
  const body = `if (m === '0') await new Promise((go) => { globalThis.goDurable = go; });`;
  const { registry, trace, start } = hostOf([pluginPackage('d', durable(body))], { queueLength: 3 });
  await start({}, { events: log });
  for (let n = 0; n < 500; n += 1) registry.publish(log.add(message(String(n))));
  await expect.poll(() => trace).toEqual(['0']);
  expect(registry.plugins()[0]?.waiting).toBeGreaterThanOrEqual(500);
  (Reflect.get(globalThis, 'goDurable') as () => void)();
  await expect.poll(() => trace.length).toBe(500);
  expect(trace).toEqual(Array.from({ length: 500 }, (_, n) => String(n)));
});

test('a plugin may say itself from which event on', async () => {
  const log = eventLog();
  const events = ['1', '2', '3'].map((text) => log.add(message(text)));
  const source = durable(
    '',
    `durable: true, setup({ lastEventId, resumeFrom }) { TRACE(String(lastEventId)); resumeFrom(${events[1]!.id}); },`,
  );
  const { trace, start } = hostOf([pluginPackage('d', source)]);
  await start({}, { events: log });
  await expect.poll(() => trace).toEqual(['null', '2', '3']);
});

test('only durable plugins may, and only in setup', async () => {
  const late = `let ask; export const plugin = { name: 'd', durable: true, setup(c) { ask = c.resumeFrom; },
    hooks: { post_send_message() { ask(1); } } };`;
  const plain = `export const plugin = { name: 'p', setup({ resumeFrom }) { resumeFrom(1); } };`;
  const log = eventLog();
  const { registry, start } = hostOf([pluginPackage('d', late), pluginPackage('p', plain)]);
  await start({}, { events: log });
  registry.publish(log.add(message('1')));
  await expect.poll(() => registry.plugins()[0]?.lastError).toMatch(/for setup/);
  expect(registry.findings()).toMatchObject([{ reason: 'setup_failed', message: expect.stringMatching(/durable/) }]);
});

test('events that are no longer kept are told of', async () => {
  const log = eventLog();
  log.cursors.set('d', 1);
  for (let n = 0; n < 5; n += 1) event('server_started');
  log.add(message('late'));
  const { trace, lines, start } = hostOf([pluginPackage('d', durable())]);
  await start({}, { events: log });
  await expect.poll(() => trace).toEqual(['late']);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'events were too old to be kept until now' }));
});
