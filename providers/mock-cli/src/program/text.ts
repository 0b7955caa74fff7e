/** Marks that sit on another character, joiners and selectors. */
const NO_CELL = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** Characters that are drawn as emoji without being asked to. */
const EMOJI = /^\p{Emoji_Presentation}$/u;

/**
 * Cells that a character takes: two for East Asian wide ones and emoji, none for marks. In doubt too many: a row that is too short
 * looks untidy, one that is too long pushes everything below it down.
 */
function cellsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300 || (code >= 0x2500 && code <= 0x257f)) return 1;
  if (NO_CELL.test(character)) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide || EMOJI.test(character) ? 2 : 1;
}

export function cells(text: string): number {
  let sum = 0;
  for (const character of text) sum += cellsOf(character);
  return sum;
}

/** At most `limit` cells, the last one `…` when something was cut. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit && cells(text) <= limit) return text;
  let taken = '';
  let left = limit - 1;
  for (const character of text) {
    left -= cellsOf(character);
    if (left < 0) break;
    taken += character;
  }
  return `${taken}…`;
}

/** Rows of at most `limit` cells each. */
export function wrap(text: string, limit: number): string[] {
  const rows: string[] = [];
  for (const line of text.split('\n')) {
    let row = '';
    let left = limit;
    for (const character of line) {
      const size = cellsOf(character);
      if (size > left) {
        rows.push(row);
        row = '';
        left = limit;
      }
      row += character;
      left -= size;
    }
    rows.push(row);
  }
  return rows;
}

/** Text that moves no cursor: tabs as blanks, other control characters as their pictures. Line feeds stay. */
export function printable(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '    ')
    .replace(/[\0-\x09\x0b-\x1f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\x7f-\x9f]/g, '␡');
}

export const bold = (text: string): string => `\x1b[1m${text}\x1b[22m`;
export const faint = (text: string): string => `\x1b[2m${text}\x1b[22m`;
export const colour = (code: number, text: string): string => `\x1b[${code}m${text}\x1b[39m`;
