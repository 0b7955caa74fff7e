import { isBlank, isRightHint, isRule } from './screen/rows.ts';

const ECHO = /^[❯>] /u;
const BULLET = /^[●⏺] ?/u;
const ENDED = /^[·✢✳✶✻✽∗*+] \S/u;
/** What a tool did hangs below its own bullet, which names it like a call or says what was done. */
const RESULT = /^\s+⎿/u;
const TOOL = /^([A-Z][\w ]*\(|Calling |Called |Reading |Read |Searching |Searched |Updated plan)/;
const INTERRUPTED = /(^|\n)⎿\s+Interrupted\b.*$/u;
/** Stands for tools and thoughts that are folded away. */
const FOLDED = /^ {2}(Thought for \d|\S.* \(ctrl\+o to expand\)$)/;
/** A prompt is told by this many of its letters and digits: the screen wraps it, pads it, and draws its Markdown. */
const COMPARED = 40;

/**
 * The answer as it is drawn: formatted, wrapped and without what Claude Code leaves out. Only the text after the last tool, and
 * only when the prompt above it is the one that was asked.
 */
export function readReply(lines: readonly string[], prompt: string): string | undefined {
  const asked = lastEcho(lines, prompt);
  if (asked === undefined) return undefined;
  const text = finalText(lines.slice(asked + 1));
  return text === undefined || /^API Error\b/.test(text) ? undefined : text;
}

/** The row of the last prompt, when it is this one. The input box looks alike but stands below a rule. */
function lastEcho(lines: readonly string[], prompt: string): number | undefined {
  const row = lines.findLastIndex((line, index) => ECHO.test(line) && !isRule(lines[index - 1] ?? ''));
  if (row < 0) return undefined;
  const shown = [lines[row]?.slice(2) ?? ''];
  for (const line of lines.slice(row + 1)) {
    if (!line.startsWith('  ') || RESULT.test(line)) break;
    shown.push(line);
  }
  const wanted = squeezed(prompt);
  return wanted === '' || squeezed(shown.join('')).startsWith(wanted) ? row : undefined;
}

function squeezed(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').slice(0, COMPARED);
}

/** Bullets with text at the end of what followed the prompt, up to the line that closes the turn. */
function finalText(lines: readonly string[]): string | undefined {
  let blocks: string[][] = [];
  let open = false;
  let ended = false;
  for (const line of lines) {
    ended = ENDED.test(line);
    if (ended || isRule(line)) break;
    if (FOLDED.test(line) || (open && RESULT.test(line) && TOOL.test(blocks.at(-1)?.[0] ?? ''))) {
      // What was said before a tool is not the final answer.
      blocks = [];
      open = false;
    } else if (BULLET.test(line)) {
      blocks.push([line.replace(BULLET, '')]);
      open = true;
    } else if (open && !isRightHint(line)) {
      blocks.at(-1)?.push(line.replace(/^ {2}/, ''));
    }
  }
  const texts = blocks.map((block) => block.join('\n').replace(/\s+$/u, '')).filter((text) => !isBlank(text));
  // What was said before an interruption is no answer; with the line of a completed turn below it, it is a quotation.
  if (texts.length === 0 || (!ended && INTERRUPTED.test(texts.at(-1) ?? ''))) return undefined;
  return texts.join('\n\n');
}
