import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createRegistry, discover } from '@cao/plugin-host';
import { EventType } from '@cao/plugin-sdk';
import { SHIPPED_SKILLS } from '@cao/profiles';
import { expect, it, onTestFinished } from 'vitest';

const reference = (name: string): string =>
  readFileSync(path.join(SHIPPED_SKILLS, 'cao-plugin', 'references', `${name}.md`), 'utf8');

/** The template as somebody would type it off: a name in backquotes, then its text. */
function typedOff(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cao-plugin-skill-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [, name = '', text = ''] of reference('template').matchAll(/^`([a-z.]+)`\n\n```\w+\n([\s\S]*?)^```$/gm)) {
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

it('the plugin of the skill passes its own test', async () => {
  // Set by the runner of this test, it would make the other one report to it.
  const { NODE_TEST_CONTEXT: _own, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--test'], { cwd: typedOff(), env });
  expect(stdout).toMatch(/pass 1\b/);
});

it('the plugin of the skill is found, started, and told of a question', async () => {
  const webhook = createServer((request, response) => {
    response.end();
    webhook.emit('told', json(request));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void webhook.close());
  await once(webhook, 'listening');
  const told = once(webhook, 'told') as Promise<[Promise<unknown>]>;
  const logged: string[] = [];
  const note = (message: string): void => void logged.push(message);
  const registry = createRegistry({
    discovery: discover({ roots: [{ source: 'listed', packages: [typedOff()], from: [] }] }),
    logger: { debug: note, info: note, warn: note, error: note },
  });
  const url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}`;
  await registry.startPlugins({ home: tmpdir(), options: { notify: { url } } });
  expect(logged).toEqual(['plugin started']);
  registry.publish({
    id: 1,
    type: 'needs_input',
    at: '2026-11-22T10:00:00.000Z',
    session_name: 'cao-x',
    terminal_id: '0a1b2c3d',
    data: { question: { text: 'Go?' } },
  });
  // What was not sent yet is sent when the server stops.
  await registry.stop();
  const [body] = await told;
  expect(await body).toEqual({ text: 'cao-x, 0a1b2c3d asks: Go?' });
});

it('the skill names every event there is, and none that is not', () => {
  const rows = reference('events')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z_]+)`/g)].map(([, type]) => type));
  expect(new Set(named)).toEqual(new Set(EventType.options));
});
