import { printable } from './text.ts';

/** Cuts a growing answer into lines that are done, which scroll, and the one that still grows. */
export interface AnswerLines {
  /** The line that still grows. */
  readonly tail: string | undefined;
  begin(): void;
  /** Takes more text; returns the lines that are complete now. */
  grow(chunk: string): readonly string[];
  /** Completes the growing line, at a pause or at the end. */
  finish(): readonly string[];
}

export function createAnswerLines(): AnswerLines {
  let tail: string | undefined;
  let opened = false;

  return {
    get tail() {
      return tail;
    },
    begin: () => {
      tail = undefined;
      opened = false;
    },
    grow: (chunk) => {
      // The separator that follows a completed line belongs to nobody.
      const text = opened && tail === undefined ? chunk.replace(/^\n/, '') : chunk;
      const mark = opened ? '  ' : '● ';
      const lines = `${tail ?? mark}${printable(text).replaceAll('\n', '\n  ')}`.split('\n');
      tail = lines.pop();
      if (opened) return lines;
      opened = true;
      return ['', ...lines];
    },
    finish: () => {
      const line = tail;
      tail = undefined;
      return line === undefined ? [] : [line];
    },
  };
}
