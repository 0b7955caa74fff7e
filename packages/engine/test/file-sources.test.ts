import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agentFacts } from '@cao/provider-sdk/testing';
import type { Provider } from '@cao/provider-sdk';
import { provider as mock } from '@cao/provider-mock-cli';
import type { SourcePlace } from '@cao/state';
import { createFileSources, type FileSources } from '../src/agent/file-sources.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cao-sources-'));
  path = join(folder, 'transcript.jsonl');
  await writeFile(path, '');
});
afterEach(() => rm(folder, { recursive: true }));

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** A CLI whose transcript carries answers, and whose turn ends stand elsewhere. */
function following(offsets: Map<string, SourcePlace>): FileSources {
  const provider: Provider = {
    ...mock,
    sources: () => [{ id: 'transcript', path, format: 'jsonl' }],
    readRecord: () => [],
    readReplyPart: (_source, record) => record as { message: string; text: string },
  };
  return createFileSources({
    provider,
    facts: () => agentFacts(),
    signalFile: join(folder, 'signals.jsonl'),
    watcher: { watch: () => () => undefined, close() {} },
    offsets: { get: (id) => offsets.get(id), set: (id, place) => offsets.set(id, place) },
    log: quiet,
    now: Date.now,
    apply: (_source, _events, commit) => commit(),
  });
}

const line = (message: string, text: string): string => `${JSON.stringify({ message, text })}\n`;

test('an answer that no end of a turn took is given once, joined from its pieces', async () => {
  const sources = following(new Map());
  await appendFile(path, line('a', 'old') + line('b', 'new ') + line('b', 'answer'));
  expect(sources.takeReply()).toBeUndefined();
  await sources.drained();
  expect(sources.takeReply()).toBe('new answer');
  await sources.drained();
  expect(sources.takeReply()).toBeUndefined();
  sources.close();
});

test('a prompt after it takes it away, and a restart does not', async () => {
  const offsets = new Map<string, SourcePlace>();
  const first = following(offsets);
  await appendFile(path, line('a', 'answer'));
  await first.drained();
  first.close();
  const second = following(offsets);
  await second.drained();
  expect(second.takeReply()).toBe('answer');
  await appendFile(path, line('b', 'another') + line('prompt', ''));
  await second.drained();
  expect(second.takeReply()).toBeUndefined();
  second.close();
});
