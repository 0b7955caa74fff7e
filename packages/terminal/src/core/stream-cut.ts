/** A sequence longer than this is not completed for a new viewer; it sees its end as text once. */
export const CUT_WINDOW_BYTES = 4_096;

/** An introducer and what may follow it before the sequence is over. */
const UNFINISHED = new RegExp(
  [
    String.raw`\x1b[ -/]*$`, // ESC and intermediates
    String.raw`\x1b\[[0-?]*[ -/]*$`, // CSI
    String.raw`\x1b\][^\x07\x1b]*\x1b?$`, // OSC
    String.raw`\x1b[P_^X][^\x1b]*\x1b?$`, // DCS, APC, PM, SOS
  ].join('|'),
);

/**
 * The unfinished sequence or character at the end of `bytes`. A viewer who joins there gets it first, so that the rest of it is
 * not drawn as text.
 */
export function unfinishedTail(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const at = text.search(UNFINISHED);
  return bytes.subarray(at === -1 ? characterStart(bytes) : at);
}

/** Where the last UTF-8 character begins if it is incomplete, else the end. */
function characterStart(bytes: Uint8Array): number {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? end - back : end;
  }
  return end;
}
