import type { Io, OutputStream } from './io.ts';

export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** Colours for a terminal; plain text for pipes, `NO_COLOR` and dumb terminals. */
export function styleFor(stream: OutputStream, env: Io['env']): Style {
  const on = isColourful(stream, env);
  const paint =
    (open: number, close: number) =>
    (text: string): string =>
      on ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  };
}

/** Lines that redraw in place are for terminals that can move the cursor. */
export function isLive(stream: OutputStream, env: Io['env']): boolean {
  return stream.isTTY && env['TERM'] !== 'dumb';
}

function isColourful(stream: OutputStream, env: Io['env']): boolean {
  return isLive(stream, env) && (env['NO_COLOR'] ?? '') === '';
}
