import { webAddress } from '@cao/plugin-kit';
import { z } from 'zod';

export const Options = z.strictObject({
  /** Where OTLP over HTTP is taken, without `/v1/traces`. Nothing is exported without it. */
  endpoint: webAddress.optional(),
  /** Such as `authorization`. */
  headers: z
    .record(
      z.string().regex(/^[a-z0-9-]{1,64}$/i),
      z
        .string()
        .max(4096)
        .regex(/^[^\r\n]*$/),
    )
    .default({}),
  service_name: z.string().min(1).max(255).default('cao'),
  metric_seconds: z.number().min(1).max(3600).default(60),
  /** Whether what agents are told and answer is exported too. */
  content: z.boolean().default(false),
});
export type Options = z.infer<typeof Options>;
