import type { ScreenSnapshot } from '@cao/provider-sdk';

/** The box at the bottom into which a prompt is typed. */
export interface Box {
  /** First row of the box, and the row of its lower border. */
  readonly top: number;
  readonly bottom: number;
  /** The row that names the agent and the model is filled. */
  readonly hasAgent: boolean;
  /** What lies in it; undefined when the keyboard is elsewhere. */
  readonly text: string | undefined;
}

const PLACEHOLDER = /^(?:Ask anything|Run a command)(?:…|\.\.\.)/;

export function findBox(screen: ScreenSnapshot, rows: readonly string[]): Box | undefined {
  const bottom = rows.findLastIndex((row) => /^ *╹▀{8,}/.test(row));
  const border = (rows[bottom] ?? '').indexOf('╹');
  const isInside = (row: number) => rows[row]?.[border] === '┃' && (rows[row] ?? '').slice(0, border).trim() === '';
  if (bottom < 4 || !isInside(bottom - 1)) return undefined;
  const width = (rows[bottom] ?? '').length - border;
  // A list of commands or files stands right above the box, one column to the left of its text.
  const content = (row: number) => (rows[row] ?? '').slice(border + 1, border + width);
  let top = bottom - 1;
  while (isInside(top - 1) && !/^ \S/.test(content(top - 1))) top -= 1;
  const { cursor } = screen;
  const hasCursor =
    cursor.visible &&
    cursor.row > top &&
    cursor.row < bottom - 1 &&
    cursor.col > border + 2 &&
    cursor.col < border + width;
  const texts = rows.slice(top + 1, bottom - 2).map((_, at) => content(top + 1 + at).slice(2));
  const atStart = cursor.row === top + 1 && cursor.col === border + 3;
  return {
    top,
    bottom,
    hasAgent: content(bottom - 1).trim() !== '',
    text: hasCursor ? (atStart && PLACEHOLDER.test(texts[0] ?? '') ? '' : joined(texts)) : undefined,
  };
}

function joined(texts: readonly string[]): string {
  return texts
    .map((text) => text.trimEnd())
    .join('\n')
    .trimEnd();
}
