import { printable } from './errors.ts';

/** Rows under a header and a rule, columns padded to the given widths; the last column is not padded. */
export function table(
  headers: readonly string[],
  widths: readonly number[],
  rows: readonly (readonly Cell[])[],
): string {
  const total = widths.reduce((sum, width) => sum + width, 0) + widths.length - 1;
  const line = (cells: readonly Cell[]): string =>
    cells
      .map((cell, index) => cellText(cell).padEnd(widths[index] ?? 0))
      .join(' ')
      .trimEnd();
  return [line(headers), '-'.repeat(total), ...rows.map(line), ''].join('\n');
}

export type Cell = string | number | null | undefined;

function cellText(cell: Cell): string {
  return cell === null || cell === undefined || cell === '' ? '-' : printable(String(cell)).replaceAll('\n', ' ');
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** `8s`, `2m 05s`, `1h 02m`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}

/** `2026-11-22 19:04:05`, in the zone of the reader. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const two = (value: number): string => String(value).padStart(2, '0');
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  );
}

/** The first `count` lines, and how many were left out. */
export function firstLines(text: string, count: number): { lines: readonly string[]; more: number } {
  const lines = text.replace(/\n+$/, '').split('\n');
  return { lines: lines.slice(0, count), more: Math.max(0, lines.length - count) };
}

/** Cuts to a width in columns, with an ellipsis. Wide characters count twice. */
export function clip(text: string, width: number): string {
  let used = 0;
  let out = '';
  for (const char of text) {
    const columns = columnsOf(char);
    if (used + columns > width - 1 && out.length + char.length < text.length) return `${out}…`;
    if (used + columns > width) return out;
    out += char;
    used += columns;
  }
  return out;
}

function columnsOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0x300 && code <= 0x36f) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    code >= 0x20000;
  return wide ? 2 : 1;
}
