import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchRequest } from '@cao/provider-sdk/testing';
import { expect, it } from 'vitest';
import { plan } from '../src/launch.ts';
import { readSignal } from '../src/signals.ts';
import { sources } from '../src/wire.ts';
import { factsOf, hookLines } from './records.ts';

const VERSION = '1.47.0+python';

it('starts with servers in a file of the terminal, whose token stands in no argument', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'kimi-python-'));
  try {
    const executable = join(scratch, 'kimi');
    writeFileSync(executable, '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    chmodSync(executable, 0o755);
    const { argv, env, files = [] } = plan(launchRequest({ version: VERSION, scratch, executable, model: 'k2' }));
    for (const { path, content } of files) writeFileSync(path, content);
    const printed = execFileSync(argv[0] ?? '', argv.slice(1), {
      env: { ...env, PATH: process.env['PATH'], CAO_TOKEN: 'secret-1' },
      encoding: 'utf8',
    }).split('\n');
    const servers = join(scratch, 'servers.json');
    expect(printed.slice(0, 5)).toEqual(['--mcp-config-file', servers, '--yolo', '--model', 'k2']);
    expect(printed.join(' ')).not.toContain('secret-1');
    expect(JSON.parse(readFileSync(servers, 'utf8'))).toEqual({
      mcpServers: {
        cao: {
          url: 'http://127.0.0.1:9889/mcp',
          transport: 'http',
          headers: { Authorization: 'Bearer secret-1' },
        },
      },
    });
    expect(statSync(servers).mode & 0o077).toBe(0);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

it('has no file to follow, and says what cannot be refused', () => {
  expect(sources(factsOf(VERSION))).toEqual([]);
  expect(readSignal(hookLines('2.1.0')[0], factsOf(VERSION))).not.toHaveProperty('0.transcriptPath');
  const { advisories = [], files = [] } = plan(launchRequest({ version: VERSION, allowedTools: ['fs_read'] }));
  expect(advisories).toHaveLength(2);
  expect(files.find(({ path }) => path.endsWith('system.md'))?.content).toContain(
    'the only tools you may use are fs_read.',
  );
});
