import { z } from 'zod';

/** Rows of a list. */
export const limit = z.number().int().min(1).max(100);
/** How long a request may wait on the server. */
export const seconds = z.number().min(0).max(3600);

/** The snapshot of `@cao/provider-sdk` as it goes over the wire. */
export const ScreenSchema = z.object({
  lines: z.array(z.string()),
  cols: z.number().int(),
  rows: z.number().int(),
  cursor: z.object({ row: z.number().int(), col: z.number().int(), visible: z.boolean() }),
  title: z.string(),
  alternate: z.boolean(),
  bracketedPaste: z.boolean(),
  faint: z.array(z.tuple([z.number().int(), z.number().int(), z.number().int()])),
  revision: z.number().int(),
});
