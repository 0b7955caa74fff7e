/** Ends whatever a cut sequence left open, then switches back what the noise may have switched. */
export const RECOVERY =
  '\x1b\\\x07' + // an open OSC, DCS or APC
  '\x1b[!p\x0f\x1b(B' + // modes, character sets
  '\x1b[0m\x1b[r\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?6l\x1b[?7h\x1b[?25h' + // colours, margins, mouse, origin, wrap, cursor
  '\x1b[?1l\x1b>\x1b[?2004h'; // plain cursor keys, bracketed paste

/**
 * Bytes that look like a terminal program gone wrong: cursor jumps, colours, margins, half characters, cut sequences. Nothing
 * among them makes a terminal answer, change its screen buffer or keep a title.
 */
export function garbage(seed: number, size = 4000): Uint8Array {
  const below = random(seed);
  const pieces: readonly (() => readonly number[] | string)[] = [
    () => `\x1b[${below(60)};${below(200)}H`,
    () => `\x1b[${below(9)}${'ABCDEFGJKLMPSTX@'[below(16)] ?? 'A'}`,
    () => `\x1b[${below(108)};${below(8)}m`,
    () => `\x1b[${1 + below(10)};${11 + below(20)}r`,
    () => `\x1b[?${[1, 6, 7, 25, 1000][below(5)] ?? 7}${'hl'[below(2)] ?? 'h'}`,
    () => `\x1b(${'0B'[below(2)] ?? 'B'}`,
    () => '\x1b[38;5;', // cut before its end
    () => [0xe2, 0x9c], // two thirds of a check mark
    () => [0xf0, 0x9f, 0x98], // three quarters of a face
    () => [0xff, 0x80 + below(64)],
    () => [below(7), 8 + below(6), 14 + below(12)],
    () => ['漢字', 'e\u0301\u0301', '👩‍👩‍👧', '● ', '❯ ', '─'.repeat(below(80)), '\r\n', '\t'][below(8)] ?? '',
    () => String.fromCharCode(...Array.from({ length: below(30) }, () => 32 + below(95))),
  ];
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < size) {
    const piece = pieces[below(pieces.length)]?.() ?? '';
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece);
    chunks.push(bytes);
    total += bytes.length;
  }
  chunks.push(Buffer.from('\x1b]2;never ended'));
  return Buffer.concat(chunks);
}

/** Whole numbers below a limit, the same for the same seed (xorshift32). */
function random(seed: number): (limit: number) => number {
  let state = seed | 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
