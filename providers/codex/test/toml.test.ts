import { expect, it } from 'vitest';
import { array, bool, float, table, text } from '../src/toml.ts';

it('escapes what a basic string cannot hold', () => {
  expect(text('a "quote" \\ and\n\ttab \u0000 \u0001 \u007F')).toBe(
    String.raw`"a \"quote\" \\ and\n\ttab \u0000 \u0001 \u007f"`,
  );
  expect(text('漢字 👩‍👩‍👧 é $HOME `id`')).toBe('"漢字 👩‍👩‍👧 é $HOME `id`"');
  expect(text('half \uD83D of a pair')).toBe('"half \uFFFD of a pair"');
});

it('writes whole numbers as floats', () => {
  expect(float(3600)).toBe('3600.0');
  expect(float(0.5)).toBe('0.5');
});

it('quotes keys that are not bare and leaves undefined entries out', () => {
  expect(table({ a: bool(true), 'X-Id': text('x'), 'a.b "c"': array([text('y')]), gone: undefined })).toBe(
    String.raw`{a=true,X-Id="x","a.b \"c\""=["y"]}`,
  );
});
