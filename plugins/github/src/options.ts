import { noticeOptions, webAddress } from '@cao/plugin-kit';
import { z } from 'zod';
import { parseTarget } from './target.ts';

const DAY_MINUTES = 24 * 60;

const Repository = z.string().regex(/^[A-Za-z0-9-]{1,39}\/[A-Za-z0-9._-]{1,100}$/, 'not a repository as owner/name');

export const Options = z
  .strictObject({
    /** May write comments: a fine-grained token with "Issues: write" and "Pull requests: write". */
    token: z.string().regex(/^[\x21-\x7e]{10,255}$/, 'not a token'),
    /** For GitHub Enterprise: https://HOST/api/v3 */
    api_url: webAddress.default('https://api.github.com'),
    /** Of targets that are a number alone. */
    repository: Repository.optional(),
    /** Where the results of a session go, by its name; `*` stands for anything. */
    targets: z.record(z.string().min(1).max(64), z.string().max(300)).default({}),
    notify: noticeOptions.notify.default(['finished', 'failed']),
    max_age_minutes: noticeOptions.max_age_minutes.default(DAY_MINUTES),
  })
  .superRefine(({ targets, repository }, context) => {
    for (const [name, text] of Object.entries(targets)) {
      if (parseTarget(text, repository) !== undefined) continue;
      context.addIssue({
        code: 'custom',
        path: ['targets', name],
        message: 'no issue or pull request as owner/name#12',
      });
    }
  });
export type Options = z.infer<typeof Options>;
