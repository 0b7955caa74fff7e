import { apiPath, createReader, noticeHooks, type Notice } from '@cao/plugin-kit';
import { definePlugin, type HookContext } from '@cao/plugin-sdk';
import { z } from 'zod';
import { commentOf, markerOf } from './comment.ts';
import { createComments } from './comments.ts';
import { Options } from './options.ts';
import { parseTarget, targetByName, type Target } from './target.ts';

/** The label of a session that names its issue: `--env CAO_LABEL_GITHUB=owner/name#12`. */
const LABEL = 'github';
const Labelled = z.object({ labels: z.record(z.string(), z.string()).default({}) });

/** One second to a minute apart, or as long as GitHub wants. */
const ATTEMPTS = 12;
/** Clocks differ, and `since` is GitHub's. */
const CLOCK_SKEW_MS = 3_600_000;

/** Comments the result of a session on the issue or pull request it is about, once. */
export function plugin({ now = Date.now }: { now?: () => number } = {}) {
  async function targetOf(notice: Notice, { options, api, signal, logger }: HookContext<Options>) {
    if (notice.session === null) return undefined;
    const session = await createReader(api, signal)(Labelled, apiPath`/sessions/${notice.session}`);
    const text = session?.labels[LABEL] ?? targetByName(notice.session, options.targets);
    if (text === undefined) return undefined;
    const target = parseTarget(text, options.repository);
    if (target === undefined) {
      const error = 'the label github of the session is no issue or pull request as owner/name#12';
      logger.warn('not commented', { event_id: notice.eventId, session: notice.session, error });
    }
    return target;
  }

  async function comment(notice: Notice, target: Target, { options, logger, signal }: HookContext<Options>) {
    const { token, api_url: apiUrl } = options;
    const comments = createComments({ apiUrl, token, target }, { logger, signal, eventId: notice.eventId });
    // An event may come twice, and an answer may be lost after the comment was made.
    const since = new Date(Date.parse(notice.at) - CLOCK_SKEW_MS).toISOString();
    if ((await comments.has(markerOf(notice), since)) === false) await comments.add(commentOf(notice));
  }

  return definePlugin({
    name: 'github',
    options: Options,
    durable: { attempts: ATTEMPTS },
    hooks: noticeHooks<Options>(now, async (notice, context) => {
      const target = await targetOf(notice, context);
      if (target !== undefined) await comment(notice, target, context);
    }),
  });
}
