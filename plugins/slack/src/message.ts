import { plainText, splitText, titleOf, type Notice } from '@cao/plugin-kit';
import { escapedLength, mrkdwnOf } from './mrkdwn.ts';

/** What Slack takes as one section. */
const LIMIT = 3000;

export function partsOf(markdown: string, maxParts: number): readonly string[] {
  return splitText(markdown, { limit: LIMIT, maxParts, length: escapedLength }).map(mrkdwnOf);
}

/** `verbatim` and `link_names` keep Slack from making mentions of names; `text` is what a phone shows. */
export function messageOf(part: string, notice: Notice): string {
  return JSON.stringify({
    text: mrkdwnOf(plainText(titleOf(notice))),
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: part, verbatim: true } }],
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
}

/** All that an incoming webhook says. */
export function wasTaken(answer: string): boolean {
  return answer.trim() === 'ok';
}
