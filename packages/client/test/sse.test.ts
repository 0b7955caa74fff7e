import { expect, test } from 'vitest';
import { createSseDecoder, type SseEvent } from '../src/index.ts';

function decode(...pieces: string[]): SseEvent[] {
  const events: SseEvent[] = [];
  const push = createSseDecoder((event) => events.push(event));
  for (const piece of pieces) push(piece);
  return events;
}

test('an event has an id, a name, data and a time to come back', () => {
  expect(decode('id: 7\nevent: turn_started\nretry: 500\ndata: {"a":1}\n\n')).toEqual([
    { id: '7', event: 'turn_started', data: '{"a":1}', retry: 500 },
  ]);
});

test('an id stays until the next one; name and time do not', () => {
  expect(decode('id: 1\nevent: x\nretry: 5\ndata: a\n\ndata: b\n\n')[1]).toEqual({
    id: '1',
    event: undefined,
    data: 'b',
    retry: undefined,
  });
});

test('lines of data are joined, comments and unknown fields passed over', () => {
  expect(decode(': hello\n\ndata: a\n:x\nfoo: bar\ndata\ndata:  c\n\n').map(({ data }) => data)).toEqual(['a\n\n c']);
});

test('an id without data is an event, so that the place is known', () => {
  expect(decode('id: 9\ndata: \n\n', 'id: 10\n\n').map(({ id, data }) => [id, data])).toEqual([
    ['9', ''],
    ['10', ''],
  ]);
});

test('borders of chunks and kinds of line ends make no difference', () => {
  const text = 'id: 1\r\ndata: one\r\n\r\ndata: two\r\rdata: three\n\n';
  const whole = decode(text);
  expect(whole.map(({ data }) => data)).toEqual(['one', 'two', 'three']);
  for (let at = 1; at < text.length; at += 1) expect(decode(text.slice(0, at), text.slice(at))).toEqual(whole);
  expect(decode(...text.split(''))).toEqual(whole);
});

test('what is not finished is not told', () => {
  expect(decode('data: half')).toEqual([]);
});
