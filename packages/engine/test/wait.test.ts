import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { READ_MS, waitUntil } from '../src/wait.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Asked {
  readonly question: string | null;
}

/** A wait on a value that the test changes. */
function waiting(first: Asked | undefined, timeoutMs = 60_000) {
  let value = first;
  let changed = (): void => undefined;
  const stopped = vi.fn();
  const ended = vi.fn();
  void waitUntil({
    check: () => value,
    subscribe(listener) {
      changed = listener;
      return stopped;
    },
    unread: ({ question }) => question === null,
    timeoutMs,
  }).then(ended);
  return {
    ended,
    stopped,
    async becomes(next: Asked | undefined) {
      value = next;
      changed();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

test.each([
  ['from the start', { question: null }],
  ['from then on', undefined],
])('a question that is reported %s is waited for until it is read', async (_when, first) => {
  const wait = waiting(first);
  await wait.becomes({ question: null });
  await vi.advanceTimersByTimeAsync(READ_MS - 1);
  expect(wait.ended).not.toHaveBeenCalled();
  await wait.becomes({ question: 'Delete it?' });
  expect(wait.ended).toHaveBeenCalledExactlyOnceWith({ question: 'Delete it?' });
  expect(wait.stopped).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ['nobody can read it', 60_000, READ_MS],
  ['the time is up', 500, 500],
])('a question is told unread when %s', async (_why, timeoutMs, after) => {
  const wait = waiting({ question: null }, timeoutMs);
  await vi.advanceTimersByTimeAsync(after - 1);
  expect(wait.ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(wait.ended).toHaveBeenCalledExactlyOnceWith({ question: null });
});

test('a question that was answered before it was read ends nothing', async () => {
  const wait = waiting({ question: null }, READ_MS * 3);
  await wait.becomes(undefined);
  await vi.advanceTimersByTimeAsync(READ_MS * 2);
  expect(wait.ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(READ_MS);
  expect(wait.ended).toHaveBeenCalledExactlyOnceWith(undefined);
});
