import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventType, type Hooks, type PluginEvent } from '@cao/plugin-sdk';
import { sampleEvent } from '@cao/plugin-sdk/testing';
import { expect, onTestFinished, test } from 'vitest';
import { plugin } from '../src/index.ts';

function tempHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'cao-event-log-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

async function started(home: string, options: Record<string, unknown> = {}) {
  const eventLog = plugin();
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const api = { get: () => Promise.reject(new Error('not asked')) };
  const after = { lastEventId: null, resumeFrom: () => undefined };
  await eventLog.setup?.({ home, options, logger, api, ...after, signal: new AbortController().signal });
  const hooks = eventLog.hooks as Record<string, (event: PluginEvent) => Promise<void>>;
  return { hooks: eventLog.hooks as Hooks, send: (event: PluginEvent) => hooks[event.type]!(event) };
}

function event(id: number, type: EventType, data: Record<string, unknown>): PluginEvent {
  const whole = sampleEvent(type, {}, { id, session_name: 'cao-a', terminal_id: 'aaaaaaaa' });
  return { ...whole, data } as unknown as PluginEvent;
}

function linesOf(file: string): unknown[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as unknown);
}

test('every event of the contract becomes one line, in order', async () => {
  const home = tempHome();
  const { hooks, send } = await started(home);
  expect(Object.keys(hooks)).toEqual(EventType.options);

  for (const [index, type] of EventType.options.entries()) await send(event(index, type, {}));
  const file = join(home, 'logs/events.jsonl');
  expect(linesOf(file)).toEqual(
    EventType.options.map((type, id) => ({
      id,
      type,
      at: '2030-01-01T00:00:00.000Z',
      session_name: 'cao-a',
      terminal_id: 'aaaaaaaa',
      data: {},
    })),
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('what was written, asked or answered stays out; who and when stays in', async () => {
  const home = tempHome();
  const { send } = await started(home);
  const secret = 'the launch code is 0000';
  const facts = { sender: 'aaaaaaaa', receiver: 'bbbbbbbb', orchestration_type: 'send_message' };
  await send(event(1, 'post_send_message', { ...facts, message: secret }));
  await send(event(2, 'needs_input', { turn_id: 't_1', state: 'needs_input', question: { text: secret } }));
  await send(event(3, 'job_finished', { job_id: 'j_1', state: 'failed', error: { message: secret }, output: secret }));
  await send(event(4, 'terminal_status', { status: 'idle', ready: true, reason: secret, sender: secret.repeat(9) }));

  const file = join(home, 'logs/events.jsonl');
  expect(readFileSync(file, 'utf8')).not.toContain('launch code');
  expect(linesOf(file)).toMatchObject([
    { id: 1, data: facts },
    { id: 2, data: { turn_id: 't_1', state: 'needs_input' } },
    { id: 3, data: { job_id: 'j_1', state: 'failed' } },
    { id: 4, data: { status: 'idle', ready: true } },
  ]);
});

test('the file is an option, relative to the home, and goes on after it was moved away', async () => {
  const home = tempHome();
  const { send } = await started(home, { file: 'elsewhere/log.jsonl' });
  const file = join(home, 'elsewhere/log.jsonl');
  await send(event(1, 'server_started', {}));
  renameSync(file, `${file}.1`);
  await send(event(2, 'server_stopping', {}));
  expect(linesOf(`${file}.1`)).toMatchObject([{ id: 1 }]);
  expect(linesOf(file)).toMatchObject([{ id: 2 }]);
});

test('an earlier log is continued', async () => {
  const home = tempHome();
  for (const id of [1, 2]) await (await started(home)).send(event(id, 'server_started', {}));
  expect(linesOf(join(home, 'logs/events.jsonl'))).toMatchObject([{ id: 1 }, { id: 2 }]);
});

test('a file that cannot be written, or is no path, fails the set-up', async () => {
  const home = tempHome();
  mkdirSync(join(home, 'folder'));
  await expect(started(home, { file: 'folder' })).rejects.toThrow('EISDIR');
  await expect(started(home, { file: 5 })).rejects.toThrow('must be a path');
});
