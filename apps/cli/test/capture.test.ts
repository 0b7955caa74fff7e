import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Capture } from '@cao/client';
import { expect, it, onTestFinished } from 'vitest';
import { fakeServer } from './support/fake-server.ts';
import { cao } from './support/run-cao.ts';

const CAPTURE: Capture = {
  provider: 'goose_cli',
  version: '1.2.3',
  prompt: 'hi',
  screen: {
    lines: ['goose  ', '', '> ', '', ''],
    cols: 80,
    rows: 5,
    cursor: { row: 2, col: 2, visible: true },
    title: 'goose',
    alternate: false,
    bracketedPaste: true,
    faint: [[0, 0, 5]],
    revision: 7,
  },
  reading: { state: 'ready', rule: 'prompt', composer: '' },
  reply: null,
  signals: [{ hook: 'Stop' }],
  events: [{ type: 'turn_completed' }],
};

it('terminal capture writes a case, once', async () => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'cao-capture-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  await using server = await fakeServer();
  server.route('GET /terminals/ab12cd34/capture', CAPTURE);
  const folder = path.join(root, 'screens', 'idle');
  const run = { port: server.port, home: path.join(root, 'home') };
  const words = ['terminal', 'capture', 'ab12cd34', 'screens/idle', '--note', 'at rest'];

  expect(await cao(words, run)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('read as ready') });
  const text = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  expect(readdirSync(folder).sort()).toEqual(['expected.json', 'meta.json', 'screen.txt', 'signals.jsonl']);
  expect(text('screen.txt')).toBe('goose\n\n>\n');
  expect(text('signals.jsonl')).toBe('{"hook":"Stop"}\n');
  const { lines: _lines, revision: _revision, ...screen } = CAPTURE.screen;
  expect(JSON.parse(text('meta.json'))).toEqual({
    cli: 'goose_cli 1.2.3',
    note: 'at rest',
    ...screen,
    prompt: 'hi',
    facts: { version: '1.2.3' },
  });
  expect(JSON.parse(text('expected.json'))).toEqual({
    state: 'ready',
    question: null,
    dialog: null,
    outcome: null,
    composer: '',
    reply: null,
    events: [{ type: 'turn_completed' }],
  });
  expect(await cao(words, run)).toMatchObject({ code: 1, err: expect.stringContaining('nothing was written') });

  const seen = ['terminal', 'capture', 'ab12cd34', 'screens/asks', '--state'];
  expect(await cao([...seen, 'asking'], run)).toMatchObject({
    code: 2,
    err: expect.stringContaining("'asking' is none"),
  });
  expect(await cao([...seen, 'waiting'], run)).toMatchObject({
    code: 0,
    out: expect.stringContaining('its test fails'),
  });
  const asks = readFileSync(path.join(root, 'screens/asks/expected.json'), 'utf8');
  expect(JSON.parse(asks)).toEqual({ state: 'waiting', events: [{ type: 'turn_completed' }] });
});
