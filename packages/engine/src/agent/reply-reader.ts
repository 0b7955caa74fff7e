import type { AgentFacts, Provider, ReplyPart, Reported } from '@cao/provider-sdk';

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
      if (reply?.message === part.message) reply = { ...reply, text: reply.text + part.text };
      else if (!isEarlier(part, reply)) reply = part;
    },
    complete(event) {
      if (event.type !== 'turn_completed' || event.reply !== undefined || reply === undefined) return event;
      const { text } = reply;
      reply = undefined;
      return text === '' ? event : { ...event, reply: text };
    },
  };
}

function isEarlier(part: ReplyPart, than: ReplyPart | undefined): boolean {
  return part.at !== undefined && than?.at !== undefined && part.at < than.at;
}
