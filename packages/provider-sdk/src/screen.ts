/**
 * What a settled terminal screen looks like: rows of plain text, top to bottom, without trailing blanks.
 * The terminal host takes it from an emulator, so it is what a person would see, not a tail of bytes.
 */
export interface ScreenSnapshot {
  readonly lines: readonly string[];
  readonly cols: number;
  readonly rows: number;
  readonly cursor: { readonly row: number; readonly col: number; readonly visible: boolean };
  /** Last title set by OSC 0 or 2; empty when none was. */
  readonly title: string;
  readonly alternate: boolean;
  /** The program asked for bracketed paste. */
  readonly bracketedPaste: boolean;
  /** Cells drawn faint (placeholders, hints), as `[row, firstCol, endCol)`. */
  readonly faint: readonly (readonly [number, number, number])[];
  /** Grows by one with every settled change; equal revisions are equal screens. */
  readonly revision: number;
}
