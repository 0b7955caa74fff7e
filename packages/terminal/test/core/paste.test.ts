import { expect, test } from 'vitest';
import { harmlessText, pasteBytes } from '../../src/core/paste.ts';

test('line ends become line feeds, tabs and text stay', () => {
  expect(harmlessText('a\r\nb\rc\n\td \u00a0日😀')).toBe('a\nb\nc\n\td \u00a0日😀');
});

test('no control character survives, and ESC is told by a picture', () => {
  const controls = Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code)).join('');
  const printable = controls.replace(/[^\t\n\r\x1b -~\xa0-\xff]/g, '');
  expect(harmlessText(controls)).toBe(printable.replace('\r', '\n').replace('\x1b', '\u241b'));
});

test('a bracketed paste holds exactly one end marker, whatever is pasted', () => {
  const hostile = '\x1b[201~ x \x1b\x1b[201~\u009b201~ [201~';
  const bytes = pasteBytes(hostile, true);
  expect(bytes.split('\x1b')).toHaveLength(3);
  expect(bytes.startsWith('\x1b[200~')).toBe(true);
  expect(bytes.endsWith('\x1b[201~')).toBe(true);
  expect(pasteBytes(hostile, false)).not.toContain('\x1b');
});
