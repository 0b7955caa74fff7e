const PROMPT = /^[›»❯] /;
/** Cells of the conversation that are not the agent's words, by how they begin. */
const ACTIVITY =
  /^• (?:Ran|Running|Called|Calling|Explored|Exploring|Added|Edited|Deleted|Proposed Change|Updated Plan|Spawned|Waiting for|Waited|Finished waiting|Searched|Searching|Viewed Image|Context compacted|Queued|You ran|Blocked by hook|Stop hook|Questions? \d|Working \()/;
const OUTSIDE = /^(?:[■✔✗⚠─╭│╰]|\s*Worked for [<\dhms ]+ • )/;

/**
 * The last answer on a rendered scrollback. Words, not bytes: the terminal shows Markdown drawn and lines wrapped, so this is
 * only for turns whose rollout and hooks stayed silent.
 */
export function readReply(lines: readonly string[], prompt: string): string | undefined {
  const turn = lastTurn(lines, prompt);
  const cells = cellsOf(turn).filter((cell) => !ACTIVITY.test(cell[0] ?? '') && !/^\s*[└│]/.test(cell[1] ?? ''));
  const text = cells
    .at(-1)
    ?.map((line) => line.slice(2).trimEnd())
    .join('\n')
    .trim();
  return text === undefined || text === '' ? undefined : text;
}

/** Rows between the prompt of the turn and the composer. */
function lastTurn(lines: readonly string[], prompt: string): readonly string[] {
  const prompts = lines.flatMap((line, row) => (PROMPT.test(line) ? [row] : []));
  const wanted = prompt.trim().split('\n')[0]?.trim() ?? '';
  const isOurs = (row: number) => wanted !== '' && (lines[row] ?? '').slice(2).trim().startsWith(wanted.slice(0, 60));
  const ours = prompts.findLast(isOurs) ?? prompts.at(-2);
  if (ours === undefined) return [];
  const next = prompts.find((row) => row > ours) ?? lines.length;
  return lines.slice(ours + 1, next);
}

/** A cell begins with a bullet at the first column and goes on with indented or empty rows. */
function cellsOf(rows: readonly string[]): string[][] {
  const cells: string[][] = [];
  let open: string[] | undefined;
  for (const row of rows) {
    if (row.startsWith('• ')) cells.push((open = [row]));
    else if (OUTSIDE.test(row)) open = undefined;
    else if (row === '' || row.startsWith('  ')) open?.push(row);
    else open = undefined;
  }
  return cells;
}
