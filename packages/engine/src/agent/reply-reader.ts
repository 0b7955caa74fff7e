import type { AgentFacts, Provider, Reported } from '@cao/provider-sdk';

export interface ReplyPart {
  readonly message: string;
  readonly text: string;
}

/** Joins the pieces in which a file carries an answer, and gives the whole to the turn end that follows them. */
export interface ReplyReader {
  note(record: unknown, facts: AgentFacts): void;
  complete(event: Reported): Reported;
  /** What was read of an answer so far; stored with the offset, so that a restart does not lose its beginning. */
  readonly reply: ReplyPart | undefined;
}

export function createReplyReader(provider: Provider, sourceId: string, begun: ReplyPart | undefined): ReplyReader {
  let reply = begun;
  return {
    get reply() {
      return reply;
    },
    note(record, facts) {
      const part = provider.readReplyPart?.(sourceId, record, facts);
      if (part === undefined) return;
      const more = reply?.message === part.message ? reply.text : '';
      reply = { message: part.message, text: more + part.text };
    },
    complete(event) {
      if (event.type !== 'turn_completed' || event.reply !== undefined || reply === undefined) return event;
      const { text } = reply;
      reply = undefined;
      return text === '' ? event : { ...event, reply: text };
    },
  };
}
