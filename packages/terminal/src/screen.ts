/** Structurally the snapshot of `@cao/provider-sdk`. */
export interface ScreenSnapshot {
  readonly lines: readonly string[];
  readonly cols: number;
  readonly rows: number;
  readonly cursor: { readonly row: number; readonly col: number; readonly visible: boolean };
  readonly title: string;
  readonly alternate: boolean;
  readonly bracketedPaste: boolean;
  /** Faint cells as `[row, firstCol, endCol)`. */
  readonly faint: readonly (readonly [number, number, number])[];
  readonly revision: number;
}
