/** The end of a sentence, of a part of it, of a word. */
const ENDS = [/[.!?…](?=\s)/g, /[,;:](?=\s)/g, /\S(?=\s)/g];

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

type Length = (text: string) => number;

/** As much of a line as fits into `room`, up to the end of a sentence or a word where there is one, and the rest. */
export function takeWords(line: string, room: number, length: Length): readonly [string, string] {
  const longest = fitting(line, room, length);
  if (longest === line.length) return [line, ''];
  for (const end of ENDS) {
    const last = [...line.slice(0, longest + 1).matchAll(end)].at(-1);
    // In the second half only: parts shall not be tiny.
    if (last === undefined || last.index + 1 < longest / 2) continue;
    return [line.slice(0, last.index + 1), line.slice(last.index + 1).trimStart()];
  }
  return [line.slice(0, longest), line.slice(longest)];
}

/** As much of a line as fits, whatever it is: in code every space counts. */
export function takeCharacters(line: string, room: number, length: Length): readonly [string, string] {
  const longest = fitting(line, room, length);
  return [line.slice(0, longest), line.slice(longest)];
}

/** How many characters of the line fit without cutting what a reader sees as one. */
function fitting(line: string, room: number, length: Length): number {
  let used = 0;
  for (const { segment, index } of graphemes.segment(line)) {
    used += length(segment);
    if (used <= room) continue;
    // One that is longer than a whole part is cut all the same, or nothing would ever fit.
    return index > 0 ? index : Math.max(1, Math.min(room, segment.length));
  }
  return line.length;
}
