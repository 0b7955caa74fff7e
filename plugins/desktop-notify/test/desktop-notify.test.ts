import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { PluginEvent } from '@cao/plugin-sdk';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { sampleApi, type SampleFacts } from '@cao/testkit';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { plugin } from '../src/index.ts';

const now = (): number => Date.parse('2030-01-01T00:00:01.000Z');

/** A program is started, which takes its time on a busy machine. */
const PATIENCE = { timeout: 15_000 };
vi.setConfig({ testTimeout: 30_000 });

/** A stand-in for a program of the desktop: notes its arguments and input, and ends as it is told. */
function standIn(name: string, ending = 'process.exit(0)') {
  const folder = mkdtempSync(join(tmpdir(), 'cao-stand-in-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, 'calls');
  const script = [
    `#!${process.execPath}`,
    `const { appendFileSync, readFileSync } = require('node:fs');`,
    `const input = ${name === 'powershell.exe'} ? readFileSync(0, 'utf8') : '';`,
    `appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args: process.argv.slice(2), input }) + '\\n');`,
    ending,
  ];
  writeFileSync(join(folder, name), script.join('\n'));
  chmodSync(join(folder, name), 0o755);
  return {
    folder,
    calls(): { args: string[]; input: string }[] {
      try {
        const lines = readFileSync(log, 'utf8').trim().split('\n');
        return lines.map((line) => JSON.parse(line) as { args: string[]; input: string });
      } catch {
        return [];
      }
    },
  };
}

async function desktop(platform: string, folders: readonly string[], facts: SampleFacts = {}, limitMs?: number) {
  vi.stubEnv('PATH', folders.join(delimiter));
  const bell = vi.fn();
  const mounted = await mountPlugin(plugin({ now, platform, bell, ...(limitMs !== undefined && { limitMs }) }), {
    api: sampleApi(facts),
  });
  const { logged } = mounted;
  return { emit: (event: PluginEvent) => mounted.emit(event), stop: () => mounted.stop(), logged, bell };
}

const QUESTION = { kind: 'choice', text: 'Delete <b>?', options: [{ key: '1', label: 'Yes' }] };
const ASKING = {
  terminal: { status: 'waiting_user_answer', question: QUESTION },
  turn: { state: 'needs_input', question: QUESTION },
};

afterEach(() => vi.unstubAllEnvs());

test('notify-send gets the question as arguments, and keeps it on the screen', async () => {
  const tool = standIn('notify-send');
  const { emit, bell } = await desktop('linux', [tool.folder], ASKING);
  await emit(sampleEvent('needs_input'));
  await expect
    .poll(() => tool.calls())
    .toEqual([
      {
        args: [
          '--app-name=CAO',
          '--urgency=critical',
          '--',
          'developer in cao-sample needs you',
          'Delete &lt;b&gt;?\n1. Yes\ncao session answer cao-sample 1',
        ],
        input: '',
      },
    ]);
  expect(bell).not.toHaveBeenCalled();
});

test('the end of the work is a quiet notification, however long the reply and whatever is in it', async () => {
  const tool = standIn('notify-send');
  const reply = `$(reboot) \`reboot\` "; reboot\n${'word '.repeat(10_000)}`;
  const { emit } = await desktop('linux', [tool.folder], { turn: { reply } });
  await emit(sampleEvent('turn_completed'));
  await expect.poll(() => tool.calls().length, PATIENCE).toBe(1);
  const [, urgency, , title, text] = tool.calls()[0]?.args ?? [];
  expect([urgency, title]).toEqual(['--urgency=normal', 'developer in cao-sample is done']);
  expect(text).toMatch(/^\$\(reboot\) `reboot` "; reboot\nword .*…$/);
  expect(text?.length).toBeLessThanOrEqual(240);
});

test('macOS: the words are arguments of the script, not part of it', async () => {
  const tool = standIn('osascript');
  const { emit } = await desktop('darwin', [tool.folder], { turn: { reply: '" & (do shell script "reboot") & "' } });
  await emit(sampleEvent('turn_completed'));
  await expect.poll(() => tool.calls().length, PATIENCE).toBe(1);
  const { args } = tool.calls()[0]!;
  expect(args.slice(0, -2).join(' ')).not.toContain('reboot');
  expect(args.slice(-2)).toEqual(['developer in cao-sample is done', '" & (do shell script "reboot") & "']);
});

test('Windows: the words are input of the script, not part of it', async () => {
  const tool = standIn('powershell.exe');
  const { emit } = await desktop('win32', [tool.folder], { turn: { reply: "'; Restart-Computer; 'ä" } });
  await emit(sampleEvent('turn_completed'));
  await expect.poll(() => tool.calls().length, PATIENCE).toBe(1);
  const { args, input } = tool.calls()[0]!;
  const script = Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le');
  expect(script).toContain('ToastNotificationManager');
  expect(script).not.toContain('Restart-Computer');
  const words: unknown = JSON.parse(Buffer.from(input, 'base64').toString('utf8'));
  expect(words).toMatchObject({ title: 'developer in cao-sample is done', text: "'; Restart-Computer; 'ä" });
});

test('without a program that works the terminal rings, and the log tells why once', async () => {
  const broken = standIn('notify-send', 'process.exit(1)');
  const { emit, bell, logged } = await desktop('linux', [broken.folder]);
  await emit(sampleEvent('turn_completed', {}, { id: 1 }));
  await emit(sampleEvent('turn_completed', {}, { id: 2 }));
  await expect.poll(() => bell.mock.calls.length, PATIENCE).toBe(2);
  expect(broken.calls()).toHaveLength(2);
  expect(logged.filter((line) => line.startsWith('warn'))).toEqual([
    'warn no program shows notifications, so the terminal rings instead {"tried":"notify-send, powershell.exe"}',
  ]);
});

test('a program that hangs holds up nobody, and ends with the server', async () => {
  const hanging = standIn('notify-send', 'setInterval(() => {}, 1000)');
  const { emit, stop, bell } = await desktop('linux', [hanging.folder]);
  const before = performance.now();
  for (let id = 1; id <= 50; id += 1) await emit(sampleEvent('turn_completed', {}, { id }));
  expect(performance.now() - before).toBeLessThan(4000);
  await expect.poll(() => hanging.calls().length, PATIENCE).toBe(1);
  await stop();
  expect(bell).not.toHaveBeenCalled();
});

test('what was told just before the end is shown', async () => {
  const tool = standIn('notify-send');
  const { emit, stop } = await desktop('linux', [tool.folder]);
  for (let id = 1; id <= 3; id += 1) await emit(sampleEvent('turn_completed', {}, { id }));
  await stop();
  expect(tool.calls()).toHaveLength(3);
});

test('a program that hangs is ended, and the next notification has its turn', async () => {
  const hanging = standIn('notify-send', 'setInterval(() => {}, 1000)');
  const { emit, stop, bell } = await desktop('linux', [hanging.folder], {}, 1000);
  for (let id = 1; id <= 2; id += 1) await emit(sampleEvent('turn_completed', {}, { id }));
  await expect.poll(() => bell.mock.calls.length, PATIENCE).toBe(2);
  await stop();
});
