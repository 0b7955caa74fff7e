import { z } from 'zod';

const MEBIBYTE = 1024 * 1024;

export const Options = z.strictObject({
  /** Relative to CAO's home. */
  file: z.string('not a path').min(1).max(4096).default('logs/events.jsonl'),
  /** A file that would grow beyond it becomes an old one. About 40 000 events. */
  max_bytes: z
    .number()
    .int()
    .min(1024)
    .max(1024 * MEBIBYTE)
    .default(10 * MEBIBYTE),
  /** A file whose first event is so many days older than the present one becomes an old one. */
  max_days: z.number().min(0.01).max(3650).default(7),
  /** Old files that are kept. */
  max_files: z.number().int().min(0).max(1000).default(5),
});
export type Options = z.infer<typeof Options>;
