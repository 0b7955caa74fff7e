/**
 * Copilot puts a paste of more than 20 480 bytes into a file and tells the model its name instead. A piece is so small that on a
 * machine that stalls two of them may still melt into one.
 */
const MAX_BYTES = 9000;
/** No character has more. */
const MAX_BYTES_OF_UNIT = 3;

/** The text in pieces to paste one by one. */
export function piecesOf(text: string): readonly string[] {
  if (Buffer.byteLength(text) <= MAX_BYTES) return [text];
  const pieces: string[] = [];
  let from = 0;
  while (from < text.length) {
    const end = cutOf(text, from);
    pieces.push(text.slice(from, end));
    from = end;
  }
  return pieces;
}

/** A cut between two plain characters: a line end at the edge of a paste is dropped, and others may join what is behind them. */
function cutOf(text: string, from: number): number {
  let end = Math.min(text.length, from + MAX_BYTES);
  while (Buffer.byteLength(text.slice(from, end)) > MAX_BYTES) end -= Math.max(1, Math.floor(excess(text, from, end)));
  if (end === text.length) return end;
  for (let at = end; at > from + (end - from) / 2; at -= 1) {
    if (isPlain(text.charCodeAt(at - 1)) && isPlain(text.charCodeAt(at))) return at;
  }
  const splitsPair = (text.charCodeAt(end) & 0xfc00) === 0xdc00;
  return splitsPair ? end - 1 : end;
}

function excess(text: string, from: number, end: number): number {
  return (Buffer.byteLength(text.slice(from, end)) - MAX_BYTES) / MAX_BYTES_OF_UNIT;
}

/** Visible ASCII. */
function isPlain(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f;
}
