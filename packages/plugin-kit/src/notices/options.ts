import { z } from 'zod';
import { NoticeKind } from './notice.ts';

const HOUR = 60;
const WEEK = 7 * 24 * HOUR;

/** The options every plugin that tells people has. */
export const noticeOptions = {
  notify: z.array(NoticeKind).min(1).default(['needs_you', 'finished', 'failed']),
  /** What is older is not told any more: nobody wants yesterday's questions after a restart. */
  max_age_minutes: z.number().min(1).max(WEEK).default(HOUR),
};

/** Longer texts go out as so many messages at most. */
export const maxParts = z.number().int().min(1).max(20).default(5);

export const webAddress = z.url({ protocol: /^https?$/, error: 'not an http or https address' });
