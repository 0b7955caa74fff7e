/** Pickers and dialogs are drawn over the middle of the screen; their first row ends with the key that closes them. */
const TITLE = /(?:^| {2,})(\S+(?: \S+)*) {3,}esc(?: |$)/;

/** What a dialog over the conversation says. Its right edge is that of the word `esc`, its left edge that of its title. */
export function readOverlay(rows: readonly string[]): string | undefined {
  for (const [at, row] of rows.entries()) {
    const match = TITLE.exec(row);
    if (match === null) continue;
    const title = match[1] ?? '';
    const left = row.indexOf(title, match.index);
    const right = row.indexOf('esc', left + title.length) + 3;
    const inside = rows.slice(at).map((line) => line.slice(left, right).trimEnd());
    const end = inside.findIndex((line, below) => line === '' && (inside[below + 1] ?? '') === '');
    return inside
      .slice(0, end < 0 ? undefined : end)
      .join('\n')
      .trim();
  }
  return undefined;
}
