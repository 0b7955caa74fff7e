import { deliver, type DeliverOptions } from '@cao/plugin-kit';
import { z } from 'zod';
import type { Target } from './target.ts';

const Comments = z.array(z.object({ body: z.string().nullish() }));
const Created = z.object({ id: z.number() });

const PER_PAGE = 100;
/** A thread with more comments after the result than this is not looked through to its end. */
const MAX_PAGES = 10;

export interface CommentsOptions {
  readonly apiUrl: string;
  readonly token: string;
  readonly target: Target;
}

/** The comments of one issue or pull request. What may work later is thrown; what will not is told and gives undefined. */
export function createComments({ apiUrl, token, target }: CommentsOptions, options: DeliverOptions) {
  const address = `${apiUrl.replace(/\/+$/, '')}/repos/${target.repository}/issues/${target.number}/comments`;
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'cao-plugin-github',
    'x-github-api-version': '2022-11-28',
  };

  function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
    const result = schema.safeParse(json(text));
    if (!result.success) {
      options.logger.warn('not commented', { event_id: options.eventId, error: 'the answer is none of GitHub' });
    }
    return result.data;
  }

  return {
    /** Whether one begins with `start`, of those written since a time. */
    async has(start: string, since: string): Promise<boolean | undefined> {
      for (let page = 1; page <= MAX_PAGES; page += 1) {
        const url = `${address}?per_page=${PER_PAGE}&page=${page}&since=${encodeURIComponent(since)}`;
        const answer = await deliver({ url, method: 'GET', headers }, options);
        const comments = answer && parsed(Comments, answer.text);
        if (comments === undefined) return undefined;
        if (comments.some(({ body }) => body?.startsWith(start) === true)) return true;
        if (comments.length < PER_PAGE) return false;
      }
      return false;
    },
    async add(body: string): Promise<void> {
      const content = { ...headers, 'content-type': 'application/json' };
      const answer = await deliver({ url: address, headers: content, body: JSON.stringify({ body }) }, options);
      if (answer !== undefined) parsed(Created, answer.text);
    },
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
