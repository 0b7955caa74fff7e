import type { ScreenSnapshot } from '@cao/provider-sdk';

/** Beside the conversation, on wide screens: what it cost, servers, the folder. */
const SIDEBAR_COLS = 42;
const SIDEBAR_HEADING = /^ +(?:Context|MCP|LSP|Todo|Modified Files) *█?$/;

/** For moments, a scroll bar stands in the last column. */
const SCROLL_BAR = / +█$/;

/** The rows without the sidebar and without blanks at their ends. */
export function conversationRows(screen: Pick<ScreenSnapshot, 'lines' | 'cols'>): readonly string[] {
  const from = sidebarFrom(screen.lines, screen.cols - SIDEBAR_COLS);
  return screen.lines.map((line) => cells(line).slice(0, from).join('').replace(SCROLL_BAR, '').trimEnd());
}

function sidebarFrom(lines: readonly string[], column: number): number | undefined {
  if (column < SIDEBAR_COLS) return undefined;
  return lines.some((line) => SIDEBAR_HEADING.test(cells(line).slice(column).join(''))) ? column : undefined;
}

/** Scrollbacks come without their width: the first heading of the sidebar tells where it stands. */
export function withoutSidebar(lines: readonly string[]): readonly string[] {
  for (const line of lines) {
    const match = /^(.* {3})Context *█?$/.exec(line);
    if (match === null) continue;
    return conversationRows({ lines, cols: cells(match[1] ?? '').length - 2 + SIDEBAR_COLS });
  }
  return lines;
}

/** One entry per column: a wide character takes its own and an empty one. */
function cells(line: string): readonly string[] {
  // Most rows have narrow characters only.
  if (!WIDE.test(line)) return Array.from(line);
  return [...SEGMENTS.segment(line)].flatMap(({ segment }) => (WIDE.test(segment) ? [segment, ''] : [segment]));
}

const SEGMENTS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** A row inside a frame begins with its left border; what is in it stands two columns to the right. */
export function framed(line: string | undefined): string | undefined {
  const match = /^ {2}┃(?: {1,2})?(.*)$/.exec(line ?? '');
  return match?.[1];
}
