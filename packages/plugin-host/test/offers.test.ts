import { expect, test } from 'vitest';
import { hostOf, pluginPackage } from './support.ts';

const ZOD = `import { z } from ${JSON.stringify(import.meta.resolve('zod'))};`;
const withTools = (name: string, tools: string): string =>
  `${ZOD} export const plugin = { name: '${name}', tools: ${tools} };`;
const TOOL = `{ description: 'x', input: z.object({}), run() {} }`;

const CALL = { callId: 'c_1', terminalId: 'aaaaaaaa', sessionName: 'cao-a', arguments: {}, progress: () => undefined };

test.each([
  [`{ 'a-b': ${TOOL} }`, 'needs a name of lower-case letters'],
  [`{ a: { ...${TOOL}, description: ' ' } }`, 'needs a description'],
  [`{ a: { ...${TOOL}, description: 'x'.repeat(4001) } }`, 'needs a description of at most 4000'],
  [`{ a: { ...${TOOL}, timeLimitSeconds: 4000 } }`, 'needs a timeLimitSeconds of at most 3600'],
  [`{ a: { ...${TOOL}, input: z.string() } }`, 'needs an object as input'],
  [`{ a: { ...${TOOL}, input: z.object({ when: z.date() }) } }`, 'Date cannot be represented in JSON Schema'],
  [`{ a: { ...${TOOL}, input: { '~standard': { validate() {} } } } }`, 'cannot be told as JSON Schema'],
])('a plugin with a tool that no agent could use is refused: %s', async (tools, why) => {
  const { registry, start } = hostOf([
    pluginPackage('a', withTools('a', tools)),
    pluginPackage('b', withTools('b', `{ ok: ${TOOL} }`)),
  ]);
  await start();
  expect(registry.findings()).toMatchObject([
    { reason: 'load_failed', message: expect.stringContaining(why) as string },
  ]);
  expect((await registry.offers.tools()).map(({ name }) => name)).toEqual(['b_ok']);
});

test('of two plugins whose tools would have the same names the second is refused', async () => {
  const { registry, start } = hostOf([
    pluginPackage('a-b', withTools('x', `{ c: ${TOOL} }`)),
    pluginPackage('a.b', withTools('y', `{ c: ${TOOL} }`)),
  ]);
  await start();
  expect(registry.findings()).toMatchObject([
    { entry: { name: 'a.b' }, message: expect.stringContaining('a_b_c') as string },
  ]);
});

test('a route, a panel and a tool that hang end at their limit, with their signal aborted', async () => {
  const source = `${ZOD} const hang = (_, { signal }) => new Promise(() => signal.addEventListener('abort', () => TRACE('aborted')));
    export const plugin = { name: 'x', fetch: hang, panels: { p: { title: 'P', data: (context) => hang(0, context) } },
      tools: { t: { description: 'x', input: z.object({}), timeLimitSeconds: 0.01, run: hang } } };`;
  const { registry, start, trace } = hostOf([pluginPackage('a', source)], { routeMs: 10, panelMs: 10 });
  await start();
  const { offers } = registry;
  const timeout = { code: 'timeout', message: expect.stringContaining('Plugin a: ') as string };
  await expect(offers.fetch('a', new Request('http://x/'))).rejects.toMatchObject(timeout);
  await expect(offers.panel('a', 'p')).rejects.toMatchObject(timeout);
  await expect(offers.call({ ...CALL, tool: 'a_t' })).rejects.toMatchObject(timeout);
  expect(trace).toEqual(['aborted', 'aborted', 'aborted']);
});

test('text of an option never reaches an agent in an error', async () => {
  const source = `${ZOD} export const plugin = { name: 'x', options: z.object({ key: z.string() }), tools: {
    t: { description: 'x', input: z.object({}), run(_, { options }) { throw new Error('refused with ' + options.key); } } } };`;
  const { registry, start } = hostOf([pluginPackage('a', source)]);
  await start({ a: { key: 'a-very-secret-key' } });
  const failed = registry.offers.call({ ...CALL, tool: 'a_t' });
  await expect(failed).rejects.toThrow(/^Plugin a: refused with/);
  await expect(failed).rejects.not.toThrow(/a-very-secret-key/);
});

test('what a stopped plugin brought is gone', async () => {
  const { registry, start } = hostOf([pluginPackage('a', withTools('a', `{ t: ${TOOL} }`))]);
  await start();
  expect(await registry.offers.call({ ...CALL, tool: 'a_t' })).toEqual({ success: true });
  await registry.stop();
  expect(await registry.offers.tools()).toEqual([]);
  await expect(registry.offers.call({ ...CALL, tool: 'a_t' })).rejects.toMatchObject({ code: 'not_found' });
});
