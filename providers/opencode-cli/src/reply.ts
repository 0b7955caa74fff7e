import { isCompleted, isMark } from './screen/outcome.ts';
import { framed, withoutSidebar } from './screen/rows.ts';

const INDENT = '     ';
/** Rows at the place of an answer that say what was done. */
const ACTIVITY =
  /^(?:→ (?:Read|Edit|Asked|Skill|List|LSP)\b|← (?:Write|Edit|Patch)\b|⚙ \S|✱ (?:Glob|Grep)\b|[%◇] \S|[+-] Thought\b|Thinking:|Thought:|\S \w+ Task — | *[↳└] \d+ toolcall|ctrl\+x down )/u;
/** A command without output is drawn like a line of an answer that shows one; nobody can tell them apart. */
const AMBIGUOUS = /^\$ /;
/** A prompt is told by this many of its letters and digits: the screen wraps it and draws it in a frame. */
const COMPARED = 40;

/**
 * The last answer as it is drawn: formatted and wrapped. Only below the very prompt, and only when the turn has the mark of its end:
 * the screen has no scrollback, so what was longer than it cannot be read from it.
 */
export function readReply(lines: readonly string[], prompt: string): string | undefined {
  const rows = withoutSidebar(lines).map((line) => line.trimEnd());
  const mark = rows.findLastIndex(isMark);
  if (mark < 0 || !isCompleted(rows[mark] ?? '')) return undefined;
  const asked = promptAbove(rows.slice(0, mark), prompt);
  if (asked === undefined) return undefined;
  let text: string[] = [];
  for (const row of rows.slice(asked, mark)) {
    const said = row.startsWith(INDENT) ? row.slice(INDENT.length) : undefined;
    if (said !== undefined && AMBIGUOUS.test(said)) return undefined;
    if (row === '') text.push('');
    else if (said === undefined || ACTIVITY.test(said)) text = [];
    else text.push(said);
  }
  const reply = text.join('\n').trim();
  return reply === '' ? undefined : reply;
}

/** The row behind the last frame that holds this prompt. */
function promptAbove(rows: readonly string[], prompt: string): number | undefined {
  const wanted = squeezed(prompt);
  let end = rows.length;
  while (end > 0) {
    end = rows.findLastIndex((row, at) => at < end && framed(row) !== undefined) + 1;
    let start = end;
    while (start > 0 && framed(rows[start - 1]) !== undefined) start -= 1;
    const shown = squeezed(
      rows
        .slice(start, end)
        .map((row) => framed(row) ?? '')
        .join(''),
    );
    if (end > 0 && wanted !== '' && shown.startsWith(wanted)) return end;
    end = start;
  }
  return undefined;
}

function squeezed(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').slice(0, COMPARED);
}
