import { describe, expect, test } from 'vitest';
import { changeIndex } from '../src/index-page.ts';
import { keyFrom, keyOf, scopeIdOf, tagsOf } from '../src/names.ts';
import { appendEntry, newTopic, parseTopic } from '../src/topic.ts';

/** Byte for byte as CAO (Python) 2.2 writes it. */
const PYTHON = `# testing-framework
<!-- id: 6f0f1b1c-5a0e-4a55-9d53-0a8f2f2f2f2f | scope: project | type: feedback | tags: testing,pytest -->

## 2026-04-16T10:30:00Z
Use unittest.

## 2026-04-17T08:00:05Z
Always use pytest.
Do not use unittest.
`;

describe('a file of CAO (Python)', () => {
  test('says its newest entry and what is known about it', () => {
    expect(parseTopic(PYTHON)).toEqual({
      id: '6f0f1b1c-5a0e-4a55-9d53-0a8f2f2f2f2f',
      type: 'feedback',
      tags: 'testing,pytest',
      content: 'Always use pytest.\nDo not use unittest.',
      createdAt: Date.parse('2026-04-16T10:30:00Z'),
      updatedAt: Date.parse('2026-04-17T08:00:05Z'),
    });
  });
  test('goes on with an entry of ours, its history as it was', () => {
    const header = { id: parseTopic(PYTHON).id, scope: 'project', type: 'project', tags: 'ci' } as const;
    const entry = { at: Date.parse('2026-06-01T09:15:30.900Z'), content: 'Use vitest.' };
    const expected = PYTHON.replace('type: feedback | tags: testing,pytest', 'type: project | tags: ci');
    expect(appendEntry(PYTHON, header, entry)).toBe(`${expected}\n## 2026-06-01T09:15:30Z\nUse vitest.\n`);
  });
  test('keeps fields a newer program wrote', () => {
    const text = PYTHON.replace(' -->', ' | related: other-key -->');
    const header = { id: 'x', scope: 'project', type: 'project', tags: '' } as const;
    expect(appendEntry(text, header, { at: 0, content: 'a' })).toContain('| tags: | related: other-key -->');
  });
});

test('a new file has the form CAO (Python) reads', () => {
  const header = { id: 'abc-1', scope: 'global', type: 'user', tags: '' } as const;
  expect(newTopic('short-answers', header, { at: 0, content: 'Short answers.' })).toBe(
    '# short-answers\n<!-- id: abc-1 | scope: global | type: user | tags: -->\n\n## 1970-01-01T00:00:00Z\nShort answers.\n',
  );
});

test('a line that looks like the head of an entry stays part of its fact', () => {
  const content = 'Log format:\n## 2020-01-01T00:00:00Z\nthen text';
  const header = { id: 'abc-1', scope: 'global', type: 'user', tags: '' } as const;
  const text = newTopic('log', header, { at: 1000, content });
  expect(text.match(/## \d/g)).toHaveLength(1);
  expect(parseTopic(text)).toMatchObject({ content, updatedAt: 1000 });
});

test('a file written by hand is read as it is', () => {
  expect(parseTopic('# notes\n\nThe build needs make.\n')).toMatchObject({
    id: '',
    type: 'project',
    tags: '',
    content: 'The build needs make.',
    updatedAt: undefined,
  });
  const header = { id: 'abc-1', scope: 'global', type: 'user', tags: 'a' } as const;
  expect(appendEntry('# notes\n\nOld.\n', header, { at: 0, content: 'New.' })).toBe(
    '# notes\n<!-- id: abc-1 | scope: global | type: user | tags: a -->\n\nOld.\n\n## 1970-01-01T00:00:00Z\nNew.\n',
  );
});

describe('names', () => {
  test.each([
    ['Testing Framework', 'testingframework'],
    ['testing_framework', 'testingframework'],
    ['../../etc/passwd', 'passwd'],
    ['a--b-', 'a-b'],
    ['x'.repeat(80), 'x'.repeat(60)],
  ])('key %j is %j', (given, key) => expect(keyOf(given)).toBe(key));
  test.each(['', '../..', '日本'])('key %j is refused', (given) =>
    expect(() => keyOf(given)).toThrow(/nothing of a key/),
  );
  test('an unnamed fact is named by its first six words', () => {
    expect(keyFrom('Always use  pytest, never unittest! In this project')).toBe('always-use-pytest-never-unittest-in');
    expect(keyFrom('日本語だけ')).toMatch(/^note-[0-9a-f]{8}$/);
  });
  test('scope ids are folder names', () => {
    expect([scopeIdOf('cao--my_task'), scopeIdOf('../..'), scopeIdOf('-a-')]).toEqual(['cao-my_task', 'unknown', 'a']);
  });
  test('tags break neither the header nor the list', () => {
    expect(tagsOf(' ci, deploy to prod ,a|b-->\n,,ci')).toBe('ci,deploy-to-prod,a-b---');
  });
});

test('the list of a container has one line for each fact, in the sections CAO (Python) reads', () => {
  const line = { key: 'one', type: 'user', tags: 'a,b', content: 'three words here', updatedAt: 0 } as const;
  const first = changeIndex('', { scope: 'global', file: 'global/one.md', at: 0, line });
  expect(first).toBe(
    '# CAO Memory Index\n<!-- Updated: 1970-01-01T00:00:00Z -->\n\n## global\n' +
      '- [one](global/one.md) — type:user tags:a,b ~3tok updated:1970-01-01T00:00:00Z\n',
  );
  const second = changeIndex(first, { scope: 'session', file: 'session/cao-x/one.md', at: 1000, line });
  expect(second).toContain('\n## session\n- [one](session/cao-x/one.md) — ');
  const again = changeIndex(second, { scope: 'global', file: 'global/one.md', at: 2000, line: { ...line, tags: '' } });
  expect(again.match(/global\/one\.md/g)).toHaveLength(1);
  expect(changeIndex(again, { scope: 'session', file: 'session/cao-x/one.md', at: 3000 })).not.toContain('session');
});
