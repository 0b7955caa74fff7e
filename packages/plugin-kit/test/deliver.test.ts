import { startScriptedServer, type Move } from '@cao/testkit';
import { expect, test } from 'vitest';
import { deliver, request } from '../src/index.ts';

const PATH = '/hooks/very-secret-token';

async function attempt(move: Move, options: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  await using server = await startScriptedServer(() => move);
  const warned: string[] = [];
  const warn = (message: string, fields?: unknown): void => void warned.push(`${message} ${JSON.stringify(fields)}`);
  const logger = { debug() {}, info() {}, warn, error() {} };
  const { signal = new AbortController().signal, timeoutMs } = options;
  const sent = await deliver(
    { url: `${server.url}${PATH}?secret=1`, body: '{}' },
    { logger, signal, eventId: 7, ...(timeoutMs !== undefined && { timeoutMs }) },
  ).then(
    (answer) => ({ answer: answer?.status, error: undefined as (Error & { retryAfterMs?: number }) | undefined }),
    (error: Error & { retryAfterMs?: number }) => ({ answer: undefined, error }),
  );
  const told = `${warned.join('\n')}${sent.error?.message ?? ''}${String(sent.error?.cause)}`;
  expect(told).not.toContain('secret');
  return { ...sent, warned, after: sent.error?.retryAfterMs, message: sent.error?.message };
}

const NOW = 'Tue, 01 Jan 2030 00:00:00 GMT';

test.each<[string, Move, { answer?: number; after?: number; message?: RegExp; warned?: RegExp }]>([
  ['taken', { status: 204 }, { answer: 204 }],
  ['any success is one', { status: 200, body: '<html>' }, { answer: 200 }],
  ['an error of the service passes', { status: 500 }, { message: /status 500/ }],
  ['too fast, in seconds', { status: 429, headers: { 'retry-after': '2' } }, { after: 2000 }],
  [
    'too fast, until a time',
    { status: 503, headers: { 'retry-after': 'Tue, 01 Jan 2030 00:00:05 GMT', date: NOW } },
    { after: 5000 },
  ],
  [
    'too fast, in JSON, which is finer',
    { status: 429, headers: { 'retry-after': '1' }, body: '{"retry_after": 0.35}' },
    { after: 350 },
  ],
  ['nobody waits for a day', { status: 429, headers: { 'retry-after': '86400' } }, { after: 600_000 }],
  [
    'a wait that is none is left to the host',
    { status: 429, headers: { 'retry-after': 'soon' } },
    { message: /status 429/ },
  ],
  [
    'a limit until a time',
    { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1893456060', date: NOW } },
    { after: 60_000 },
  ],
  ['not allowed stays so', { status: 403 }, { warned: /status 403/ }],
  ['not there stays so', { status: 404 }, { warned: /status 404/ }],
  ['elsewhere is not followed', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { warned: /elsewhere/ }],
  ['a broken connection', 'reset', { message: /did not answer: / }],
  ['half an answer', 'half', { message: /did not answer: / }],
])('%s', async (_what, move, wanted) => {
  const { answer, after, message, warned } = await attempt(move);
  expect({ answer, after }).toEqual({ answer: wanted.answer, after: wanted.after });
  expect(message ?? '').toMatch(wanted.message ?? /^$|did not take it/);
  expect(warned.join()).toMatch(wanted.warned ?? /^$/);
});

test('who does not answer is not waited for', async () => {
  const { message } = await attempt('hang', { timeoutMs: 50 });
  expect(message).toMatch(/^127\.0\.0\.1:\d+ did not answer: 50 ms are over$/);
});

test('the end of the server ends a request', async () => {
  const { message } = await attempt('hang', { signal: AbortSignal.abort() });
  expect(message).toMatch(/the server stops/);
});

test('an answer without end is not read to its end', async () => {
  await using server = await startScriptedServer(() => ({ body: 'x'.repeat(20_000_000) }));
  const { text } = await request({ url: server.url }, { signal: new AbortController().signal });
  expect(text.length).toBeLessThan(9_000_000);
});
