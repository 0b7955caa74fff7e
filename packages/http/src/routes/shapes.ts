import { Question } from '@cao/contracts';
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

/** What a provider reads on a screen, as it goes over the wire. */
const ReadingSchema = z.object({
  state: z.enum(['starting', 'ready', 'busy', 'waiting', 'unknown']),
  rule: z.string(),
  question: Question.optional(),
  dialog: z.object({ id: z.string(), steps: z.array(z.looseObject({ type: z.string() })) }).optional(),
  outcome: z.object({ type: z.enum(['completed', 'failed', 'interrupted']), error: z.string().optional() }).optional(),
  composer: z.string().optional(),
});

export const CaptureSchema = z.object({
  provider: z.string(),
  version: z.string().nullable(),
  prompt: z.string().nullable(),
  screen: ScreenSchema,
  reading: ReadingSchema,
  reply: z.string().nullable(),
  signals: z.array(z.unknown()),
  events: z.array(z.looseObject({ type: z.string() })),
});
