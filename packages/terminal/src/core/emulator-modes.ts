import type xterm from '@xterm/headless';

/** What the library keeps to itself but a second screen needs to look and behave like the first. */
export interface ModeFacts {
  readonly cursorVisible: boolean;
  /** Bytes for the end of a serialised screen. */
  restore(): string;
}

/** How mouse reports are encoded; the last one switched on counts. */
const MOUSE_ENCODINGS = new Set([1005, 1006, 1015, 1016]);

/** Listens to the sequences that change those modes. Each handler says "not mine", so that the library acts on them as well. */
export function trackModes(terminal: xterm.Terminal): ModeFacts {
  let cursorVisible = true;
  let mouse: number | undefined;
  let margins: readonly [number, number] | undefined;

  const setMode = (params: readonly (number | number[])[], on: boolean): boolean => {
    for (const mode of params) {
      if (mode === 25) cursorVisible = on;
      else if (typeof mode === 'number' && MOUSE_ENCODINGS.has(mode)) mouse = on ? mode : undefined;
    }
    return false;
  };
  const { parser } = terminal;
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => setMode(params, true));
  parser.registerCsiHandler({ prefix: '?', final: 'l' }, (params) => setMode(params, false));
  parser.registerCsiHandler({ final: 'r' }, ([top, bottom]) => {
    const first = Math.max(1, Number(top) || 1);
    const last = Math.min(terminal.rows, Number(bottom) || terminal.rows);
    if (last > first) margins = first === 1 && last === terminal.rows ? undefined : [first, last];
    return false;
  });
  parser.registerCsiHandler({ intermediates: '!', final: 'p' }, () => {
    cursorVisible = true;
    margins = undefined;
    return false;
  });
  parser.registerEscHandler({ final: 'c' }, () => {
    cursorVisible = true;
    mouse = undefined;
    margins = undefined;
    return false;
  });
  terminal.onResize(() => {
    margins = undefined;
  });

  return {
    get cursorVisible() {
      return cursorVisible;
    },
    restore() {
      const parts: string[] = [];
      if (mouse !== undefined) parts.push(`\x1b[?${mouse}h`);
      // Setting margins moves the cursor home; with the origin mode on, home is another place, and it is left alone.
      if (margins && !terminal.modes.originMode) {
        const { cursorX, cursorY } = terminal.buffer.active;
        parts.push(`\x1b[${margins[0]};${margins[1]}r\x1b[${cursorY + 1};${cursorX + 1}H`);
      }
      if (!cursorVisible) parts.push('\x1b[?25l');
      return parts.join('');
    },
  };
}
