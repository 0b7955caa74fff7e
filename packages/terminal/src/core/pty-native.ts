import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';

/**
 * The only file that imports node-pty, and it takes the native part alone. The JavaScript around it ends reading 200 ms after
 * the exit whatever is still unread, spins while a program does not read, and adds variables to the environment.
 */
export interface NativePty {
  fork(
    file: string,
    args: readonly string[],
    env: readonly string[],
    cwd: string,
    cols: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helperPath: string,
    onExit: (code: number, signal: number) => void,
  ): { readonly fd: number; readonly pid: number };
  resize(fd: number, cols: number, rows: number): void;
}

interface NativeLoader {
  loadNativeModule(name: 'pty'): { readonly dir: string; readonly module: NativePty };
}

export interface LoadedPty {
  readonly native: NativePty;
  /** A small program macOS needs for the start; unused elsewhere. */
  readonly helperPath: string;
}

let loaded: LoadedPty | undefined;

/** Loaded at the first spawn, so that importing this package costs a client nothing. */
export function loadPty(): LoadedPty {
  if (loaded) return loaded;
  const require = createRequire(import.meta.url);
  const path = require.resolve('node-pty/lib/utils.js');
  const { dir, module } = (require(path) as NativeLoader).loadNativeModule('pty');
  loaded = { native: module, helperPath: resolve(dirname(path), dir, 'spawn-helper') };
  return loaded;
}
