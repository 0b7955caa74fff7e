import type { ScreenReading } from '@cao/provider-sdk';

const UPDATE = /\[Enter\] Upgrade now.*\[q\] Not now.*\[s\] Skip/;
const CONNECTING =
  /^[^•]*(?:\(connecting\)|connecting to mcp servers|Resolving dependencies|Loading \S|Restoring conversation)/i;
/** Only below the conversation: bullets and prose may hold such a glyph too. */
const SPINNER =
  /^\s*(?:[\u2801-\u28FF]|\u{1F311}|\u{1F312}|\u{1F313}|\u{1F314}|\u{1F315}|\u{1F316}|\u{1F317}|\u{1F318})(?: |$)/u;
const SPINNER_ROWS = 18;
const INPUT_RULE = /^\s*─+ input ─+\s*$/;
const OLD_PROMPT = /^(?:\S+@\S+)?[💫✨]\s*(.*)$/u;
const BAR = /context: \d+(?:\.\d+)?%/;

/**
 * The screen of the Python kimi-cli, in its two looks: an emoji as prompt, or a rule that says `input`. The bar with the context's
 * size stands below either.
 */
export function readPythonScreen(lines: readonly string[]): ScreenReading {
  const last = lines.findLastIndex((line) => line !== '');
  if (last < 0) return { state: 'starting', rule: 'nothing drawn' };
  const bottom = lines.slice(Math.max(0, last - SPINNER_ROWS), last + 1);
  const update = lines.findLast((line) => UPDATE.test(line));
  if (update !== undefined && bottom.includes(update)) {
    return {
      state: 'waiting',
      rule: 'dialog update',
      question: { kind: 'dialog', text: update.trim(), options: [] },
      // A single key, without Enter: that one would replace the program under every other agent.
      dialog: { id: 'update', steps: [{ type: 'text', text: 's' }] },
    };
  }
  if (bottom.some((line) => CONNECTING.test(line))) return { state: 'starting', rule: 'connecting' };
  if (bottom.some((line) => SPINNER.test(line))) return { state: 'busy', rule: 'spinner' };
  const composer = composerOf(bottom);
  return composer === undefined
    ? { state: 'unknown', rule: 'no prompt' }
    : { state: 'ready', rule: 'prompt above the bar', composer };
}

function composerOf(bottom: readonly string[]): string | undefined {
  const bar = bottom.findLastIndex((line) => BAR.test(line));
  if (bar < 0) return undefined;
  const above = bottom.slice(0, bar);
  const rule = above.findLastIndex((line) => INPUT_RULE.test(line));
  if (rule >= 0) return textOf(above.slice(rule + 1));
  const prompt = above.findLastIndex((line) => OLD_PROMPT.test(line));
  if (prompt < 0 || above.slice(prompt + 1).some((line) => line.startsWith('•'))) return undefined;
  return textOf([OLD_PROMPT.exec(above[prompt] ?? '')?.[1] ?? '', ...above.slice(prompt + 1)]);
}

function textOf(rows: readonly string[]): string {
  return rows
    .filter((line) => !/^\s*─+\s*$/.test(line) && !/\byolo\b.*agent|^\d\d:\d\d /.test(line))
    .map((line) => line.replace(/^\s*> ?/, '').trim())
    .join('\n')
    .trim();
}
