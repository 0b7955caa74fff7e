import { createRequire } from 'node:module';
import type * as serialize from '@xterm/addon-serialize';
import type * as unicode11 from '@xterm/addon-unicode11';
import type xterm from '@xterm/headless';
import type * as headless from '@xterm/headless';
import type { Size } from '../backend.ts';

/** Emoji are two columns wide, as in the terminals people use and in the arithmetic of the programs. */
const WIDTHS = '11';

type Library = typeof headless & typeof serialize & typeof unicode11;

let loaded: Library | undefined;

export function createTerminal(size: Size, scrollback: number): xterm.Terminal {
  const { Terminal, Unicode11Addon } = library();
  const terminal = new Terminal({
    cols: size.cols,
    rows: size.rows,
    scrollback,
    allowProposedApi: true,
    logLevel: 'off',
  });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = WIDTHS;
  return terminal;
}

export function createSerializer(): serialize.SerializeAddon {
  const { SerializeAddon } = library();
  return new SerializeAddon();
}

/** The emulator and its add-ons, CommonJS all. Loaded with the first terminal: a client of the host never needs them. */
function library(): Library {
  if (loaded) return loaded;
  const require = createRequire(import.meta.url);
  const names = ['@xterm/headless', '@xterm/addon-serialize', '@xterm/addon-unicode11'];
  loaded = Object.assign({}, ...names.map((name): unknown => require(name))) as Library;
  return loaded;
}
