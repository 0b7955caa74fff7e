import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agentFacts } from '@cao/provider-sdk/testing';
import type { FileSource, Provider, ReplyPart } from '@cao/provider-sdk';
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
function following(
  offsets: Map<string, SourcePlace>,
  source: Pick<FileSource, 'format' | 'list'> = { format: 'jsonl' },
): FileSources {
  const provider: Provider = {
    ...mock,
    sources: () => [{ id: 'transcript', path, ...source }],
    readRecord: () => [],
    readReplyPart: (_source, record) => record as ReplyPart,
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

const line = (message: string, text: string, at?: number): string => `${JSON.stringify({ message, text, at })}\n`;

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

test('a prompt that is written behind its answer takes nothing away', async () => {
  const offsets = new Map<string, SourcePlace>();
  const first = following(offsets);
  await appendFile(path, line('a', 'answer', 20));
  await first.drained();
  first.close();
  const second = following(offsets);
  await appendFile(path, line('prompt', '', 10));
  await second.drained();
  expect(second.takeReply()).toBe('answer');
  await appendFile(path, line('b', 'of a turn that was stopped', 30) + line('next prompt', '', 40));
  await second.drained();
  expect(second.takeReply()).toBeUndefined();
  second.close();
});

test('of a document with a list, what was added to it is read once', async () => {
  const offsets = new Map<string, SourcePlace>();
  const source = { format: 'json', list: 'messages' } as const;
  const first = following(offsets, source);
  const messages = [{ message: 'a', text: 'old' }];
  const write = () => writeFile(path, JSON.stringify({ id: 'x', messages }, undefined, 2));
  await write();
  await first.drained();
  expect(first.takeReply()).toBe('old');
  messages.push({ message: 'b', text: 'new ' }, { message: 'b', text: 'answer' });
  await write();
  await first.drained();
  first.close();
  const second = following(offsets, source);
  await writeFile(path, '{"messages": [');
  await second.drained();
  await write();
  await second.drained();
  expect(second.takeReply()).toBe('new answer');
  await second.drained();
  expect(second.takeReply()).toBeUndefined();
  second.close();
});
