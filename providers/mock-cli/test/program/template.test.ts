import { describe, expect, it } from 'vitest';
import { bodyOf, fill, fillObject, pick, senderOf } from '../../src/program/template.ts';

const values = (name: string) => ({ answer: 'Yes', tool: '{"id":7}', '1': 'first' })[name];

describe('templates', () => {
  it('fill what is known and leave the rest for whoever knows it', () => {
    expect(fill('{{answer}} {{1}} {{2}} {{sender}} {{!answer}} {{}}', values)).toBe(
      'Yes first {{2}} {{sender}} {{answer}} {{}}',
    );
  });

  it('fill strings at any depth of an object', () => {
    const object = { message: 'say {{answer}}', list: ['{{1}}', 2, { deep: '{{tool}}' }], none: null };
    expect(fillObject(object, values)).toEqual({
      message: 'say Yes',
      list: ['first', 2, { deep: '{"id":7}' }],
      none: null,
    });
  });

  it('pick a value out of a JSON text', () => {
    expect(pick('{"terminal_id":"0a1b2c3d","n":{"list":[5]}}', ['terminal_id'])).toBe('0a1b2c3d');
    expect(pick('{"n":{"list":[5]}}', ['n', 'list', '0'])).toBe('5');
    expect(pick('{"n":1}', ['m'])).toBeUndefined();
    expect(pick('not json', ['m'])).toBeUndefined();
  });

  it('know a message from what was wrapped around it', () => {
    const prompt =
      '[CAO Handoff] blocking task\n\nthe [real] body\n\n  indented\n\n[Message from terminal 0a1b2c3d. Use send_message.]\n';
    expect(bodyOf(prompt)).toBe('the [real] body\n\n  indented');
    expect(senderOf(prompt)).toBe('0a1b2c3d');
    expect(senderOf('deadbeef without a banner')).toBeUndefined();
  });
});
