/**
 * Structurally the steps and key names of `@cao/provider-sdk`; this package depends on nothing of ours, and the engine
 * tests that they fit.
 */
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

/** What each step types, and how it is made harmless, is written down in the package README. */
export type InputStep =
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'key'; readonly key: KeyName }
  /** Waits until nothing was printed for `quietMs`, counted from the start of the step at the earliest; at most `maxMs`. */
  | { readonly type: 'settle'; readonly quietMs: number; readonly maxMs: number };

export interface InputBatch {
  /** 1 to 128 characters; unique per intended act of typing. */
  readonly key: string;
  readonly steps: readonly InputStep[];
}

export interface InputReceipt {
  readonly key: string;
  /** False when this key had been typed before. */
  readonly typed: boolean;
  readonly at: number;
  /** Revision of the screen just before the first step. */
  readonly revision: number;
}
