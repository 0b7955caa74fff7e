import { expect, it } from 'vitest';
import { KINDS, type KindName } from '../src/index.ts';
import type { Asked } from '../src/kind.ts';
import { replaceWords } from '../src/template.ts';

it('makes every name of a provider from its id', () => {
  expect(KINDS.provider.plan({ name: 'goose_cli' })).toMatchObject({
    packageName: 'cao-provider-goose-cli',
    folder: 'goose-cli',
    layers: ['provider'],
    words: { 'Sample CLI': 'Goose CLI', sample_cli: 'goose_cli', 'sample-cli': 'goose-cli' },
    without: [],
  });
});

it.each<[KindName, Asked, string, string]>([
  ['provider', { name: 'Goose-Cli' }, "'Goose-Cli' is no provider id", 'For example: goose_cli'],
  ['provider', { name: '../x' }, "'../x' is no provider id", 'For example: x'],
  ['provider', { name: '4' }, "'4' is no provider id", 'For example: my_cli'],
  ['provider', { name: '' }, "'' is no provider id", 'For example: my_cli'],
  ['provider', { name: 'a', packageName: 'My Package' }, "'My Package' is no name", 'Lower case'],
  ['provider', { name: 'a', packageName: '../../x' }, "'../../x' is no name", 'Lower case'],
  ['provider', { name: 'a', command: 'goose --now' }, "'goose --now' is no command", 'src/plan.ts'],
  ['provider', { name: 'a', command: "x'; evil()" }, 'is no command', 'without arguments'],
  ['provider', { name: 'a', command: './goose' }, "'./goose' is no command", 'an absolute path'],
  ['plugin', { name: 'Call Me' }, "'Call Me' is no name of a plugin", 'For example: call-me'],
  ['plugin', { name: 'x'.repeat(41) }, '40 characters at most', `For example: ${'x'.repeat(40)}`],
  ['plugin', { name: '../x' }, "'../x' is no name", 'For example: x'],
  ['plugin', { name: 'a', packageName: 'My Package' }, "'My Package' is no name", '@me/cao-plugin-a'],
  ['profile', { name: 'ticket-writer' }, 'it is snake_case', 'For example: ticket_writer'],
  ['skill', { name: '9' }, 'lower-case words with dashes', 'For example: my-own'],
])('refuses as %s %j', (kind, asked, message, hint) => {
  const refuse = (): unknown => KINDS[kind].plan(asked);
  expect(refuse).toThrow(message);
  expect(refuse).toThrow(expect.objectContaining({ code: 'invalid_input', hint: expect.stringContaining(hint) }));
});

it('takes a scope and an absolute path', () => {
  const given = { name: 'a', packageName: '@me/cao.goose', command: '/opt/goose/bin/goose' };
  expect(KINDS.provider.plan(given)).toMatchObject({
    packageName: '@me/cao.goose',
    words: { 'sample-command': '/opt/goose/bin/goose' },
    layers: ['provider', 'provider-command'],
    without: ['@cao/provider-mock-cli'],
  });
});

it('replaces the names of the template, each by its own', () => {
  const { words } = KINDS.provider.plan({ name: 'sample_two', packageName: '@me/sample-cli', command: 'two' });
  const text = `import 'cao-provider-sample-cli'; id: 'sample_cli', title: 'Sample CLI', run('sample-command'), ./sample-cli`;
  expect(replaceWords(text, words)).toBe(
    `import '@me/sample-cli'; id: 'sample_two', title: 'Sample Two', run('two'), ./sample-two`,
  );
});
