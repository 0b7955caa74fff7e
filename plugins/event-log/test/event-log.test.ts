import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventType, type PluginEvent } from '@cao/plugin-sdk';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { expect, onTestFinished, test } from 'vitest';
import { plugin } from '../src/index.ts';

function tempHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'cao-event-log-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

async function started(home: string, options: Record<string, unknown> = {}) {
  const eventLog = plugin();
  const mounted = await mountPlugin(eventLog, { home, options });
  return {
    hooks: eventLog.hooks ?? {},
    send: (one: PluginEvent) => mounted.emit(one),
    resumedFrom: mounted.resumedFrom,
  };
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
  await expect(started(home, { file: 5 })).rejects.toThrow('file: not a path');
});

/** Ids in the files of the log, the present one first. */
function idsIn(home: string): Record<string, number[]> {
  const folder = join(home, 'logs');
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, linesOf(join(folder, name)).map((line) => (line as { id: number }).id)]),
  );
}

test('a file that is full becomes an old one, of which so many are kept; no line is lost on the way', async () => {
  const home = tempHome();
  const { send } = await started(home, { max_bytes: 1024, max_files: 2 });
  for (let id = 1; id <= 30; id += 1) await send(event(id, 'job_started', { job_id: 'j'.repeat(100) }));
  const files = idsIn(home);
  expect(Object.keys(files)).toEqual(['events.jsonl', 'events.jsonl.1', 'events.jsonl.2']);
  for (const name of Object.keys(files)) expect(statSync(join(home, 'logs', name)).size).toBeLessThanOrEqual(1024);
  const kept = ['events.jsonl.2', 'events.jsonl.1', 'events.jsonl'].flatMap((name) => files[name] ?? []);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 31 - kept.length + index));
  expect(kept.length).toBeGreaterThan(8);
});

test('a file whose first event is too old becomes an old one, also after a restart', async () => {
  const home = tempHome();
  const on = (day: number, id: number): PluginEvent => ({
    ...event(id, 'job_started', {}),
    at: `2030-01-0${day}T12:00:00.000Z`,
  });
  const first = await started(home, { max_days: 2 });
  await first.send(on(1, 1));
  await first.send(on(2, 2));
  const second = await started(home, { max_days: 2 });
  await second.send(on(3, 3));
  await second.send(on(4, 4));
  expect(idsIn(home)).toEqual({ 'events.jsonl': [3, 4], 'events.jsonl.1': [1, 2] });
});

test('fewer old files are kept when fewer are wanted, and none of anything else is touched', async () => {
  const home = tempHome();
  await started(home);
  for (const name of ['events.jsonl.1', 'events.jsonl.2', 'events.jsonl.7', 'events.jsonl.gz', 'other.jsonl.9']) {
    appendFileSync(join(home, 'logs', name), '');
  }
  const { send } = await started(home, { max_bytes: 1024, max_files: 1 });
  for (let id = 1; id <= 10; id += 1) await send(event(id, 'job_started', { job_id: 'j'.repeat(100) }));
  expect(readdirSync(join(home, 'logs'))).toEqual([
    'events.jsonl',
    'events.jsonl.1',
    'events.jsonl.gz',
    'other.jsonl.9',
  ]);
});

test('after a restart it goes on behind its last line, and a line that was cut off stands by itself', async () => {
  const home = tempHome();
  const { send, resumedFrom } = await started(home);
  expect(resumedFrom).toBeNull();
  await send(event(7, 'job_started', {}));
  const file = join(home, 'logs/events.jsonl');
  appendFileSync(file, '{"id":8,"ty');
  const again = await started(home);
  expect(again.resumedFrom).toBe(8);
  await again.send(event(8, 'job_started', {}));
  expect(
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.slice(0, 11)),
  ).toEqual(['{"id":7,"ty', '{"id":8,"ty', '{"id":8,"ty', '']);
});
