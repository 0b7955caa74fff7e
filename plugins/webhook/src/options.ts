import { webAddress } from '@cao/plugin-kit';
import { EventType } from '@cao/plugin-sdk';
import { z } from 'zod';
import { keyOf } from './sign.ts';

/** Shorter keys can be found by trying. */
const MIN_KEY_BYTES = 16;

const FORBIDDEN = new Set(['content-length', 'content-type', 'host', 'transfer-encoding', 'connection']);

export const Options = z.strictObject({
  url: webAddress,
  /** Signs each request. Without it nobody can tell who sent it. */
  secret: z
    .string()
    .refine((secret) => keyOf(secret).length >= MIN_KEY_BYTES, `shorter than ${MIN_KEY_BYTES} bytes`)
    .optional(),
  /** Types of events that are sent; all when absent. */
  events: z.array(EventType).min(1).optional(),
  /** Such as `authorization`, for who is asked for a token. */
  headers: z
    .record(
      z.string().regex(/^[a-z0-9-]{1,64}$/i, 'not a header name'),
      z
        .string()
        .max(4096)
        .regex(/^[^\r\n]*$/),
    )
    .refine(
      (headers) => Object.keys(headers).every((name) => !FORBIDDEN.has(name.toLowerCase())),
      'a header of our own',
    )
    .default({}),
});
export type Options = z.infer<typeof Options>;
