import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseArgs } from '../../src/program/args.ts';
import { refuseNative, refuseServer } from '../../src/program/policy.ts';
import { VERSION } from '../../src/program/version.ts';

describe('the command line', () => {
  it('puts its own flags over those of the environment', () => {
    const parsed = parseArgs(
      ['--start-delay', '5', '--session-id=abc', '--alt'],
      '--start-delay 900 --drop-hook=Stop  --no-title',
    );
    expect(parsed).toMatchObject({
      type: 'run',
      options: {
        startDelayMs: 5,
        sessionId: 'abc',
        alternate: true,
        title: false,
        hooks: true,
        droppedHooks: ['Stop'],
      },
    });
  });

  it('keeps an empty list of tools apart from none', () => {
    expect(parseArgs(['--allowed-tools='], '')).toMatchObject({ options: { allowedTools: [] } });
    expect(parseArgs([], '')).toMatchObject({ options: { allowedTools: undefined } });
  });

  it.each([
    [['--nope'], 'unknown option --nope; --help lists them'],
    [['--model'], '--model needs a value'],
    [['--start-delay', 'soon'], '--start-delay: needs a whole number'],
    [['--resume', '../x'], '--resume: an id is 1 to 64 letters, digits, _ or -'],
    [['--dialog', 'login'], '--dialog: knows only trust'],
  ])('refuses %j', (argv, message) => {
    expect(parseArgs(argv, '')).toEqual({ type: 'wrong', message });
  });

  it('names the version of the package', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(VERSION).toBe(manifest.version);
  });
});

describe('the tool policy', () => {
  it('lets through what the words allow', () => {
    const developer = ['@builtin', 'fs_*', 'execute_bash', '@cao-mcp-server'];
    for (const tool of ['bash', 'read', 'write', 'list']) expect(refuseNative(tool, developer)).toBeUndefined();
    expect(refuseNative('fetch', developer)).toBe('not allowed, needs web_fetch');
    expect(refuseNative('bash', ['fs_read'])).toBe('not allowed, needs execute_bash');
    expect(refuseNative('bash', undefined)).toBeUndefined();
    expect(refuseNative('anything', ['*'])).toBeUndefined();
    expect(refuseServer('cao-mcp-server', developer)).toBeUndefined();
    expect(refuseServer('cao-mcp-server', [])).toBe('not allowed, needs @cao-mcp-server');
    expect(refuseServer('other', developer)).toBe('not allowed, needs @other');
  });
});
