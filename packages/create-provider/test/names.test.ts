import { expect, it } from 'vitest';
import { namesOf } from '../src/names.ts';
import { replaceNames } from '../src/template.ts';

it('makes every name from the id', () => {
  expect(namesOf({ id: 'goose_cli' })).toEqual({
    id: 'goose_cli',
    kebab: 'goose-cli',
    title: 'Goose CLI',
    packageName: 'cao-provider-goose-cli',
    command: undefined,
  });
});

it.each([
  [{ id: 'Goose-Cli' }, "'Goose-Cli' is no provider id", 'For example: goose_cli'],
  [{ id: '../x' }, "'../x' is no provider id", 'For example: x'],
  [{ id: '4' }, "'4' is no provider id", 'For example: my_cli'],
  [{ id: '' }, "'' is no provider id", 'For example: my_cli'],
  [{ id: 'a', packageName: 'My Package' }, "'My Package' is no name", 'Lower case'],
  [{ id: 'a', packageName: '../../x' }, "'../../x' is no name", 'Lower case'],
  [{ id: 'a', command: 'goose --now' }, "'goose --now' is no command", 'src/plan.ts'],
  [{ id: 'a', command: "x'; evil()" }, 'is no command', 'without arguments'],
  [{ id: 'a', command: './goose' }, "'./goose' is no command", 'an absolute path'],
])('refuses %j', (given, message, hint) => {
  const refuse = (): unknown => namesOf(given);
  expect(refuse).toThrow(message);
  expect(refuse).toThrow(expect.objectContaining({ code: 'invalid_input', hint: expect.stringContaining(hint) }));
});

it('takes a scope and an absolute path', () => {
  const given = { id: 'a', packageName: '@me/cao.goose', command: '/opt/goose/bin/goose' };
  expect(namesOf(given)).toMatchObject({ packageName: '@me/cao.goose', command: '/opt/goose/bin/goose' });
});

it('replaces the names of the template, each by its own', () => {
  const names = namesOf({ id: 'sample_two', packageName: '@me/sample-cli', command: 'two' });
  const text = `import 'cao-provider-sample-cli'; id: 'sample_cli', title: 'Sample CLI', run('sample-command'), ./sample-cli`;
  expect(replaceNames(text, names)).toBe(
    `import '@me/sample-cli'; id: 'sample_two', title: 'Sample Two', run('two'), ./sample-two`,
  );
});
