import { shorten, splitText } from '@cao/plugin-kit';

/** What Discord takes as one message. */
const LIMIT = 2000;
const MAX_NAME = 80;
/** Discord refuses names with these in them. */
const REFUSED_NAME = /discord|clyde|^(everyone|here)$/i;
/** Flag of a message whose links do not unfold. */
const SUPPRESS_EMBEDS = 4;

export function partsOf(markdown: string, maxParts: number): readonly string[] {
  return splitText(markdown, { limit: LIMIT, maxParts });
}

/** Nobody is notified by what an agent wrote: `@everyone` in it is a word. */
export function messageOf(content: string, agent: string): string {
  return JSON.stringify({
    content,
    username: nameOf(agent),
    allowed_mentions: { parse: [] },
    flags: SUPPRESS_EMBEDS,
  });
}

function nameOf(agent: string): string {
  const name = shorten(agent.trim(), MAX_NAME);
  return name === '' || REFUSED_NAME.test(name) ? 'CAO' : name;
}

/** Discord answers with the message. */
export function wasTaken(answer: string): boolean {
  return /^\s*\{[^]*"id"\s*:/.test(answer);
}

/** Milliseconds before the next message, when this one was the last of a burst. */
export function pauseOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get('x-ratelimit-reset-after') ?? Number.NaN);
  return headers.get('x-ratelimit-remaining') === '0' && seconds >= 0 ? Math.ceil(seconds * 1000) : undefined;
}
