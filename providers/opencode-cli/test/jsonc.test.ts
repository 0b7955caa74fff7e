import { expect, it } from 'vitest';
import { parseJsonc } from '../src/jsonc.ts';

it('reads what OpenCode reads', () => {
  const text =
    '{ // one\n "a": "http://x/*no*/ \\" // no", /* two */ "b": [1, 2,], "c": { "d": ",]" , } /* three */, }';
  expect(parseJsonc(text)).toEqual({ a: 'http://x/*no*/ " // no', b: [1, 2], c: { d: ',]' } });
});

it.each(['', '[]', '1', '{', '{"a":}', '"text"'])('is undefined for %j', (text) => {
  expect(parseJsonc(text)).toBeUndefined();
});
