import { markdownOf, shorten, type Notice } from '@cao/plugin-kit';

/** GitHub takes 65 536. */
const LIMIT = 60_000;
const CODE = /(^ {0,3}```[^]*?^ {0,3}```|`[^`\n]+`)/m;

/** The first line of a comment, unseen by readers: by it a result is known that has been told already. */
export function markerOf({ kind, turnId, eventId }: Notice): string {
  return `<!-- cao ${kind} ${turnId ?? `event-${eventId}`} -->`;
}

export function commentOf(notice: Notice): string {
  return `${markerOf(notice)}\n${shorten(withoutMentions(markdownOf(notice)), LIMIT)}`;
}

/** An agent that writes `@types/node` shall notify nobody. Code is left alone; names in it mention nobody. */
function withoutMentions(markdown: string): string {
  return markdown
    .split(CODE)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/@(?=[A-Za-z0-9])/g, '@\u200B')))
    .join('');
}
