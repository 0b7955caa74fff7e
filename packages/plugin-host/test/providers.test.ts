import { isCaoError } from '@cao/contracts';
import { expect, test } from 'vitest';
import { hostOf, providerSource, type PackageFiles } from './support.ts';

function providerPackage(id: string, source: string, extra: Partial<PackageFiles> = {}): PackageFiles {
  const cao = { apiVersion: 1, providers: { [id]: './index.js' } };
  return { name: `cao-${id}`, cao, files: { 'index.js': source }, ...extra };
}

async function failure(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; hint: string | undefined }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isCaoError(error)) throw new Error('expected a CaoError', { cause: error });
  return { code: error.code, message: error.message, hint: error.hint };
}

test('listing runs nothing; a provider is imported once, at its first use', async () => {
  const { registry, trace } = hostOf([providerPackage('foo_cli', `TRACE('imported'); ${providerSource('foo_cli')}`)]);
  expect(registry.providers().map(({ id, package: name }) => [id, name])).toEqual([['foo_cli', 'cao-foo_cli']]);
  expect(trace).toEqual([]);

  const [one, two] = await Promise.all([registry.loadProvider('foo_cli'), registry.loadProvider('foo_cli')]);
  expect(one.id).toBe('foo_cli');
  expect(two).toBe(one);
  expect(await registry.loadProvider('foo_cli')).toBe(one);
  expect(trace).toEqual(['imported']);
});

test.each<[string, string, 'module' | 'commonjs']>([
  ['a named export', providerSource('foo_cli'), 'module'],
  ['a default export', providerSource('foo_cli', 'export default'), 'module'],
  ['CommonJS', providerSource('foo_cli', 'module.exports ='), 'commonjs'],
  ['CommonJS by name', providerSource('foo_cli', 'exports.provider ='), 'commonjs'],
  ['a compiled default', `exports.__esModule = true; ${providerSource('foo_cli', 'exports.default =')}`, 'commonjs'],
  ['a function that makes it', `export default () => { ${providerSource('foo_cli', 'return')} }`, 'module'],
  [
    'the same mark of another SDK copy',
    `${providerSource('foo_cli')} provider[Symbol.for('cao.provider')] = 1;`,
    'module',
  ],
])('%s is recognised', async (_what, source, type) => {
  const { registry } = hostOf([providerPackage('foo_cli', source, { type })]);
  expect(await registry.loadProvider('foo_cli')).toMatchObject({ id: 'foo_cli', title: 'T' });
});

test.each<[string, string, RegExp]>([
  ['a module that throws', 'throw new Error("no native part");', /no native part/],
  ['a module that throws no error', 'throw null;', /null/],
  ['a syntax error', 'export const = ;', /cannot be loaded/],
  ['an import that is not installed', 'import "not-there";', /not-there/],
  ['no provider', 'export const other = 1;', /no export "provider"/],
  ['half a provider', 'export const provider = { id: "foo_cli" };', /exports no provider: title\./],
  ['another id', providerSource('bar_cli'), /exports provider 'bar_cli'/],
  ['a later contract', `${providerSource('foo_cli')} provider[Symbol.for('cao.provider')] = 2;`, /version 2/],
  [
    'an import without end',
    `await new Promise(() => {}); ${providerSource('foo_cli')}`,
    /did not finish within 200 ms/,
  ],
])('%s is provider_unknown with a reason and a finding', async (_what, source, message) => {
  const { registry } = hostOf([providerPackage('foo_cli', source)], { importMs: 200 });
  const error = await failure(registry.loadProvider('foo_cli'));
  expect(error).toEqual({
    code: 'provider_unknown',
    message: expect.stringMatching(message),
    hint: expect.stringContaining('cao-foo_cli'),
  });
  expect(registry.findings()).toMatchObject([{ reason: 'load_failed', entry: { kind: 'provider', name: 'foo_cli' } }]);
  await failure(registry.loadProvider('foo_cli'));
  expect(registry.findings()).toHaveLength(1);
});

test('what a function makes is made once', async () => {
  const source = `export default () => { TRACE('made'); ${providerSource('foo_cli', 'return')} }`;
  const { registry, trace } = hostOf([providerPackage('foo_cli', source)]);
  expect(await registry.loadProvider('foo_cli')).toBe(await registry.loadProvider('foo_cli'));
  expect(trace).toEqual(['made']);
});

test('an id nobody has is answered with those that are there', async () => {
  const { registry } = hostOf([providerPackage('foo_cli', ''), providerPackage('bar_cli', '')]);
  expect(await failure(registry.loadProvider('baz_cli'))).toEqual({
    code: 'provider_unknown',
    message: "Provider 'baz_cli' is not available.",
    hint: 'Available: bar_cli, foo_cli.',
  });
});

test('an id that was found but cannot be used is answered with the reason', async () => {
  const { registry } = hostOf([providerPackage('foo_cli', '', { files: {} })]);
  const error = await failure(registry.loadProvider('foo_cli'));
  expect(error.message).toContain('that file does not exist');
  expect(error.hint).toBe('No provider is installed.');
});

test('a failure is not kept: once the module can be imported the provider works, and the finding goes', async () => {
  const source = `await globalThis.gate; ${providerSource('foo_cli')}`;
  let open = (): void => {};
  Reflect.set(globalThis, 'gate', new Promise<void>((resolve) => (open = resolve)));
  const { registry } = hostOf([providerPackage('foo_cli', source)], { importMs: 200 });
  await failure(registry.loadProvider('foo_cli'));
  open();
  expect(await registry.loadProvider('foo_cli')).toMatchObject({ id: 'foo_cli' });
  expect(registry.findings()).toEqual([]);
});
