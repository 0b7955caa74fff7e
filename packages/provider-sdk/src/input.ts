/** Names a provider may press; the terminal host turns them into bytes for the mode the program is in. */
export type KeyName =
  | 'Enter'
  | 'Escape'
  | 'Tab'
  | 'BTab'
  | 'Space'
  | 'Backspace'
  | 'Up'
  | 'Down'
  | 'Left'
  | 'Right'
  | 'Home'
  | 'End'
  | 'PageUp'
  | 'PageDown'
  | `C-${string}`
  | `M-${string}`;

/**
 * One step of typing. A batch of steps is done by the terminal host in order, without anybody else's input in between.
 * `paste` goes in bracketed paste when the program asked for it; control characters in it are made harmless first.
 */
export type InputStep =
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'key'; readonly key: KeyName }
  /** Waits until the screen was silent for `quietMs`, at most `maxMs`. */
  | { readonly type: 'settle'; readonly quietMs: number; readonly maxMs: number };
