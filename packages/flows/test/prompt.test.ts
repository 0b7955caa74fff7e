import { describe, expect, test } from 'vitest';
import { flowSessionName, parseGate, placeholders, render } from '../src/index.ts';

describe('placeholders', () => {
  test('are found once each, in order of their names', () => {
    expect(placeholders('[[b]] [[a]] [[b]] [[größe_1]] [[ no ]] [no] [[]] [[no-no]]')).toEqual(['a', 'b', 'größe_1']);
  });

  test('get their values, once, whatever is in them', () => {
    expect(render('[[a]]-[[b]]-[[a]]', { a: '[[b]]', b: '$& $1', c: 'unused' })).toBe('[[b]]-$& $1-[[b]]');
  });

  test('values become text', () => {
    expect(render('[[a]] [[b]] [[c]] [[d]]', { a: 1, b: true, c: null, d: { x: ['y'] } })).toBe(
      '1 true null {"x":["y"]}',
    );
  });

  test('all missing ones are named', () => {
    expect(() => render('[[b]] [[c]] [[a]] [[toString]]', { c: '' })).toThrow('no value for: a, b, toString');
  });
});

describe('a gate', () => {
  test('says yes with values, or no with a reason', () => {
    expect(parseGate(' {"execute": true, "output": {"n": 3}}\n')).toEqual({ execute: true, output: { n: 3 } });
    expect(parseGate('{"execute": false, "reason": "no mail"}')).toEqual({
      execute: false,
      output: {},
      reason: 'no mail',
    });
  });

  test.each([
    ['', 'printed no JSON, but nothing'],
    ['done', 'printed no JSON, but "done"'],
    ['x'.repeat(1000), `${'x'.repeat(200)}…`],
    ['\u001b[2J', '"\\u001b[2J"'],
    ['[]', 'not as it should be'],
    ['{"output":{}}', 'execute: '],
    ['{"execute":"yes"}', 'execute: '],
    ['{"execute":true,"output":[1]}', 'output: '],
  ])('that prints %j has failed', (stdout, message) => {
    expect(() => parseGate(stdout)).toThrow(message);
    expect(() => parseGate(stdout)).toThrow(expect.objectContaining({ code: 'script_failed' }));
  });
});

test('every flow has a session name of its own that can be one', () => {
  const [a, b] = ['a', 'b'].map((end) => flowSessionName('x'.repeat(63) + end));
  expect(flowSessionName('nightly')).toBe('cao-flow-nightly');
  expect([a?.length, b?.length, a === b]).toEqual([64, 64, false]);
});
