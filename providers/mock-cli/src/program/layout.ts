import { bold, cells, clip, colour, faint, printable, wrap } from './text.ts';
import { VERSION } from './version.ts';
import type { Frame, Screen } from './view.ts';

export interface Menu {
  readonly text: string;
  readonly options: readonly string[];
  readonly selected: number;
}

/** Everything that shows at the bottom of the screen. */
export interface Look {
  readonly mode: 'ready' | 'working' | 'waiting' | 'trust';
  readonly input: string;
  /** Beginning of an answer line that is still growing. */
  readonly tail: string | undefined;
  /** What the spinner line says; undefined when nothing runs. */
  readonly spinner: string | undefined;
  readonly queued: readonly string[];
  readonly menu: Menu | undefined;
  /** A question that takes any text. */
  readonly question: string | undefined;
  readonly hint: string | undefined;
  readonly model: string | undefined;
}

/** A long paste would push everything else off the screen. */
const MAX_BOX_ROWS = 8;
const MAX_BOX_TEXT = 4000;
const MAX_MENU_ROWS = 12;

const HINTS: Readonly<Record<Look['mode'], string>> = {
  ready: '/help for directives',
  working: 'esc to interrupt',
  waiting: 'enter to answer · esc to cancel',
  trust: 'enter to confirm · esc to exit',
};

/** Draws the bottom of the screen for a width and a height. The footer says the state in so many words. */
export function layOut(look: Look, screen: Screen): Frame {
  const { cols } = screen;
  const lines: string[] = [];
  if (look.tail !== undefined) lines.push(...wrap(look.tail, cols).slice(-(screen.rows >> 1)));
  lines.push('');
  if (look.spinner !== undefined) lines.push(colour(35, clip(look.spinner, cols)), '');
  for (const text of look.queued) lines.push(faint(clip(`  ⏎ queued: ${oneLine(text)}`, cols)));
  const cursor = look.menu === undefined ? drawBox(look, cols, lines) : drawMenu(look.menu, cols, lines);
  const said = look.hint ?? HINTS[look.mode];
  const model = look.model === undefined ? '' : ` · ${look.model}`;
  lines.push(faint(clip(`  mock_cli · ${look.mode} · ${said}${model}`, cols)));
  const cut = Math.max(0, lines.length - screen.rows);
  return {
    lines: lines.slice(cut),
    cursor: { row: Math.max(0, cursor.row - cut), col: Math.min(cursor.col, cols - 1) },
  };
}

export function banner(cwd: string, cols: number): readonly string[] {
  const width = Math.max(8, Math.min(cols, 72));
  const row = (text: string, style = (plain: string) => plain) => {
    const clipped = clip(text, width - 4);
    return `│ ${style(clipped)}${' '.repeat(Math.max(0, width - 4 - cells(clipped)))} │`;
  };
  return [
    `╭${'─'.repeat(width - 2)}╮`,
    row(`✻ mock_cli ${VERSION}`, bold),
    row('  a scripted agent without a model'),
    row(`  cwd: ${printable(cwd)}`),
    `╰${'─'.repeat(width - 2)}╯`,
  ];
}

/** A prompt as it stays in the history, shortened. */
export function echoed(prompt: string, cols: number): readonly string[] {
  const all = printable(prompt).split('\n');
  const shown = all
    .slice(0, 12)
    .map((line, at) => bold(clip(`${at === 0 ? '❯' : ' '} ${line}`, Math.max(20, cols * 3))));
  return ['', ...shown, ...(all.length > 12 ? [faint(`  … +${all.length - 12} lines`)] : [])];
}

function drawBox(look: Look, cols: number, lines: string[]): Frame['cursor'] {
  if (look.question !== undefined) lines.push(...questionRows(look.question, cols), '');
  const width = Math.max(1, cols - 6);
  const text = printable(look.input);
  const tail = text.length > MAX_BOX_TEXT ? text.slice(-MAX_BOX_TEXT) : text;
  const wrapped = wrap(tail, width);
  const rows = wrapped.slice(-MAX_BOX_ROWS);
  if (rows.length < wrapped.length || tail.length < text.length) rows[0] = clip(`… ${text.length} characters`, width);
  lines.push(faint(`╭${'─'.repeat(Math.max(0, cols - 2))}╮`));
  for (const [at, row] of rows.entries()) {
    lines.push(`${faint('│')} ${at === 0 ? '❯' : ' '} ${pad(row, width)} ${faint('│')}`);
  }
  const cursor = { row: lines.length - 1, col: 4 + cells(rows.at(-1) ?? '') };
  lines.push(faint(`╰${'─'.repeat(Math.max(0, cols - 2))}╯`));
  return cursor;
}

function drawMenu(menu: Menu, cols: number, lines: string[]): Frame['cursor'] {
  lines.push(...questionRows(menu.text, cols), '');
  let cursor = { row: 0, col: 0 };
  for (const [at, option] of menu.options.entries()) {
    if (at === menu.selected) cursor = { row: lines.length, col: 1 };
    const row = clip(` ${at === menu.selected ? '❯' : ' '} ${at + 1}. ${oneLine(option)}`, cols);
    lines.push(at === menu.selected ? colour(36, row) : row);
  }
  lines.push('');
  return cursor;
}

function questionRows(text: string, cols: number): readonly string[] {
  const rows = wrap(printable(text), Math.max(1, cols - 1)).slice(0, MAX_MENU_ROWS);
  return ['─'.repeat(cols), ...rows.map((row) => ` ${row}`)];
}

function oneLine(text: string): string {
  return printable(text).replace(/\n+/g, ' ');
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)));
}
