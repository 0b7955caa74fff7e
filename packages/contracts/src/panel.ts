import { z } from 'zod';
import { EventType } from './event.ts';

const Cell = z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]);
const Title = z.string().min(1).max(100);

/** What a panel of a plugin shows: a table, a few values, or text in Markdown. */
export const PanelData = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    columns: z
      .array(z.object({ key: z.string().min(1).max(64), title: Title }))
      .min(1)
      .max(20),
    /** Cells by the key of their column. */
    rows: z.array(z.record(z.string(), Cell)).max(500),
  }),
  z.object({ kind: z.literal('values'), values: z.array(z.object({ title: Title, value: Cell })).max(50) }),
  z.object({ kind: z.literal('markdown'), text: z.string().max(50_000) }),
]);
export type PanelData = z.infer<typeof PanelData>;

export const PanelRow = z.object({
  plugin: z.string(),
  panel: z.string(),
  title: Title,
  /** After these events of the stream its data may be new. */
  refresh_on: z.array(EventType),
});
export type PanelRow = z.infer<typeof PanelRow>;
