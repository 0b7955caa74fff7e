import type { Answer } from './request.ts';

/** What an answer means for what was sent. `later`: the same may work in `afterMs`, or whenever the sender likes. */
export type Verdict =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'later'; readonly reason: string; readonly afterMs?: number }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Statuses that speak of a moment and not of what was sent. */
const PASSING = new Set([408, 409, 423, 425, 429]);
const MAX_WAIT_MS = 600_000;

export function verdictOf({ status, headers, text }: Answer): Verdict {
  if (status >= 200 && status < 300) return { outcome: 'taken' };
  const wait = waitOf(headers, text);
  // GitHub says 403 to those who are too fast; only the headers tell it from a 403 that stays.
  const limited = status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0');
  if (status >= 500 || PASSING.has(status) || limited) {
    return { outcome: 'later', reason: `status ${status}`, ...(wait !== undefined && { afterMs: wait }) };
  }
  if (status >= 300 && status < 400) {
    return { outcome: 'refused', reason: `status ${status}: it is elsewhere now; set the address it moved to` };
  }
  return { outcome: 'refused', reason: `status ${status}` };
}

/** Milliseconds a service wants to be left alone: from Discord's JSON, from Retry-After, or from GitHub's reset. */
function waitOf(headers: Headers, text: string): number | undefined {
  const seconds = retryAfterOf(text) ?? numberOf(headers.get('retry-after'));
  if (seconds !== undefined) return bounded(seconds * 1000);
  const now = Date.parse(headers.get('date') ?? '');
  const date = Date.parse(headers.get('retry-after') ?? '');
  if (!Number.isNaN(date) && !Number.isNaN(now)) return bounded(date - now);
  const reset = headers.get('x-ratelimit-remaining') === '0' ? numberOf(headers.get('x-ratelimit-reset')) : undefined;
  return reset === undefined || Number.isNaN(now) ? undefined : bounded(reset * 1000 - now);
}

function retryAfterOf(text: string): number | undefined {
  // Discord: {"message": "You are being rate limited.", "retry_after": 0.35, "global": false}
  const found = /^\s*\{[^]*"retry_after"\s*:\s*(\d+(?:\.\d+)?)/.exec(text.slice(0, 4096));
  return found === null ? undefined : Number(found[1]);
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

function bounded(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), MAX_WAIT_MS);
}
