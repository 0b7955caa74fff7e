import { retryLater, type HookContext } from '@cao/plugin-sdk';
import { hostOf, request, type Answer, type OutgoingRequest } from './request.ts';
import { verdictOf } from './verdict.ts';

export interface DeliverOptions extends Pick<HookContext<unknown>, 'logger' | 'signal'> {
  readonly timeoutMs?: number;
  /** For the log. */
  readonly eventId: number;
}

/**
 * Sends from a hook of a durable plugin. Throws when it may work later, since the host tries the event again then, in order and
 * as long as the service wants; undefined, with a warning, when it never will: the next event is no worse for it.
 */
export async function deliver(outgoing: OutgoingRequest, options: DeliverOptions): Promise<Answer | undefined> {
  const answer = await request(outgoing, options);
  const verdict = verdictOf(answer);
  if (verdict.outcome === 'taken') return answer;
  const message = `${hostOf(outgoing.url)} did not take it: ${verdict.reason}`;
  if (verdict.outcome === 'refused') {
    options.logger.warn('not sent', { event_id: options.eventId, error: message });
    return undefined;
  }
  throw verdict.afterMs === undefined ? new Error(message) : retryLater(message, verdict.afterMs);
}
