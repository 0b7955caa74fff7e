import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
  mkdirSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { homeOf, homePaths, makeHome, secretFile } from '../src/home.ts';
import { openLog } from '../src/log.ts';
import { prune } from '../src/retention.ts';
import { readServerFile, removeServerFile, writeServerFile } from '../src/server-file.ts';
import { readSettings } from '../src/settings.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'cao-server-'));
const mode = (path: string): number => statSync(path).mode & 0o777;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

test('the home is its user’s alone, also one that was open before', () => {
  const home = join(folder(), 'cao');
  mkdirSync(home, { mode: 0o755 });
  makeHome(homePaths(home));
  expect(mode(home)).toBe(0o700);
  expect(homeOf({}, '/home/x')).toBe('/home/x/.aws/cli-agent-orchestrator');
  expect(homeOf({ CAO_HOME_DIR: '' }, '/home/x')).toBe('/home/x/.aws/cli-agent-orchestrator');
  expect(homeOf({ CAO_HOME_DIR: '/elsewhere' }, '/home/x')).toBe('/elsewhere');
});

test('a secret is made once, kept private, and made again only when it is empty', () => {
  const path = join(folder(), 'auth-token');
  const first = secretFile(path);
  expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
  chmodSync(path, 0o644);
  expect([secretFile(path), mode(path)]).toEqual([first, 0o600]);
  writeFileSync(path, '\n');
  expect(secretFile(path)).not.toBe(first);
  expect(readdirSync(join(path, '..'))).toEqual(['auth-token']);
});

test('the server file is whole or absent, and only its owner removes it', () => {
  const path = join(folder(), 'server.json');
  expect(readServerFile(path)).toBeUndefined();
  const file = { pid: 7, host: 'h', port: 1, url: 'http://h:1', version: '1', started_at: 'now' };
  writeServerFile(path, file);
  expect([readServerFile(path), mode(path)]).toEqual([file, 0o600]);
  removeServerFile(path, 8);
  expect(readServerFile(path)).toEqual(file);
  removeServerFile(path, 7);
  removeServerFile(path, 7);
  expect(readServerFile(path)).toBeUndefined();
  writeFileSync(path, '{"pid":');
  expect(readServerFile(path)).toBeUndefined();
});

test('the log has one line per event, of the wanted level, with its facts', async () => {
  const logs = join(folder(), 'logs');
  const now = (): number => Date.UTC(2026, 5, 1, 9, 15, 30);
  const log = openLog({ folder: logs, level: 'info', now });
  log.debug('unseen');
  log.info('listening', { port: 9889, host: 'a b', missing: undefined });
  log.error('failed', { error: 'line one\nline two' });
  await log.close();
  log.warn('after the end');
  expect([log.path, mode(log.path)]).toEqual([join(logs, 'cao_2026-06-01_09-15-30.log'), 0o600]);
  expect(readFileSync(log.path, 'utf8').split('\n')).toEqual([
    '2026-06-01T09:15:30.000Z INFO  listening port=9889 host="a b"',
    '2026-06-01T09:15:30.000Z ERROR failed error="line one\\nline two"',
    '',
  ]);
});

test('settings that cannot be read are no settings, and that is told', () => {
  const home = folder();
  expect(readSettings(home)).toEqual({ settings: {}, warnings: [] });
  writeFileSync(join(home, 'settings.json'), '{"server":');
  expect(readSettings(home).warnings).toEqual([expect.stringContaining('settings.json cannot be read')]);
  writeFileSync(join(home, 'settings.json'), '[]');
  expect(readSettings(home)).toEqual({ settings: {}, warnings: [] });
});

test('what is older than two weeks goes, but nothing of a live terminal and not the own log', async () => {
  const paths = homePaths(folder());
  mkdirSync(paths.terminalLogs, { recursive: true });
  const now = Date.now();
  const day = 24 * 60 * 60;
  const file = (path: string, days: number): void => {
    writeFileSync(path, '');
    utimesSync(path, now / 1000 - days * day, now / 1000 - days * day);
  };
  file(join(paths.logs, 'cao_2026-01-01_00-00-00.log'), 15);
  file(join(paths.logs, 'cao_2026-01-02_00-00-00.log'), 13);
  file(join(paths.logs, 'cao_own.log'), 15);
  file(join(paths.logs, 'notes.txt'), 15);
  file(join(paths.terminalLogs, 'aaaaaaaa.log'), 15);
  file(join(paths.terminalLogs, 'bbbbbbbb.log'), 15);
  for (const kind of ['log', 'scrollback', 'snapshot.json']) {
    file(join(paths.terminalLogs, `cccccccc.${kind}`), 13);
    file(join(paths.terminalLogs, `dddddddd.${kind}`), 15);
  }
  const pruned: number[] = [];
  let forgotten = 0;
  await prune({
    paths,
    pruneRecords: (before) => pruned.push(before),
    pruneMemory: async () => forgotten++,
    liveTerminals: () => ['aaaaaaaa'],
    now: () => now,
    log: quiet,
    ownLog: join(paths.logs, 'cao_own.log'),
  });
  expect(forgotten).toBe(1);
  expect(pruned).toEqual([now - 14 * day * 1000]);
  expect(readdirSync(paths.logs).filter((name) => name !== 'terminal')).toEqual([
    'cao_2026-01-02_00-00-00.log',
    'cao_own.log',
    'notes.txt',
  ]);
  expect(readdirSync(paths.terminalLogs)).toEqual([
    'aaaaaaaa.log',
    'cccccccc.log',
    'cccccccc.scrollback',
    'cccccccc.snapshot.json',
  ]);
});
