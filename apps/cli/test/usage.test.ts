import { describe, expect, it } from 'vitest';
import { cao } from './support/run-cao.ts';

describe('a wrong command line', () => {
  it.each([
    [['nonsense'], "No such command 'nonsense'."],
    [['session', 'nonsense'], "No such command 'nonsense'."],
    [['shutdwon'], "No such command 'shutdwon'. Did you mean 'cao shutdown'?"],
    [['session', 'lst'], "No such command 'lst'. Did you mean 'cao session list'?"],
    [['--nonsense'], 'No such option: --nonsense'],
    [['session', 'list', '--nonsense'], 'No such option: --nonsense'],
    [['session', 'list', 'extra'], 'Got unexpected extra argument (extra)'],
    [['launch'], "Missing option '--agents'."],
    [['launch', '--agents'], "Option '--agents' requires a value."],
    [['launch', '--agents', '--yolo'], "Option '--agents' requires a value."],
    [['launch', '--agents', 'x', '--yolo=1'], "Option '--yolo' does not take a value."],
    [['launch', '--agents', 'x', '--env', 'NOVALUE'], "Invalid value for '--env': 'NOVALUE' is not KEY=VALUE."],
    [['launch', '--agents', 'x', '--env', '1X=y'], "Invalid value for '--env': '1X' is not a variable name."],
    [['launch', '--agents', 'x', '--env', 'CLAUDE_X=y'], 'CLAUDE_X belongs to the agent'],
    [['launch', '--agents', 'x', '--env', `X=${'y'.repeat(2048)}`], '2048 bytes or more'],
    [['session', 'status'], "Missing argument 'SESSION'."],
    [['session', 'send', 'x'], "Missing argument 'MESSAGE'."],
    [['session', 'send', 'x', 'm', '--timeout', '0'], "'0' is not a whole number from 1."],
    [['session', 'send', 'x', 'm', '--timeout', '1.5'], "'1.5' is not a whole number from 1."],
    [['install'], "Missing argument 'SOURCE'."],
    [['install', 'x', '--env', 'oops'], 'is not KEY=VALUE'],
    [['install', 'no/such.md'], "Path 'no/such.md' does not exist."],
    [['install', 'x', '--provider', 'No-Such'], "'No-Such' is not a provider id."],
    [['demo', '--provider', 'codex'], "Missing argument 'TASK'"],
  ])('%j is told on stderr with exit code 2', async (words, message) => {
    const { code, out, err } = await cao(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('shows the usage line, where to find help, and the mistake', async () => {
    expect((await cao(['session', 'send', 'x', 'm', '--fast'])).err).toMatchInlineSnapshot(`
      "Usage: cao session send [options] SESSION MESSAGE
      Try 'cao session send --help' for help.

      Error: No such option: --fast
      "
    `);
  });

  it('takes what follows -- as words', async () => {
    const { code, err } = await cao(['session', 'send', 'x', '--', '--help']);
    expect(code).toBe(1);
    expect(err).toContain('Failed to connect to cao-server');
  });
});

describe('without a server', () => {
  it.each([
    [['session', 'list']],
    [['session', 'status', 'x']],
    [['session', 'send', 'x', 'm']],
    [['shutdown', '--all']],
    [['terminal', 'explain', 'aaaa0001']],
  ])('%j fails with exit code 1, the reason and what to do', async (words) => {
    const { code, out, err } = await cao(words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^Error: Failed to connect to cao-server: .*\nStart it with/);
  });

  it('launch starts none on another machine', async () => {
    const { code, err } = await cao(['launch', '--agents', 'developer', '--headless'], {
      env: { CAO_API_HOST: '127.0.0.2' },
    });
    expect(code).toBe(1);
    expect(err).toContain('CAO_API_HOST names another machine');
  });
});

it('prints the version', async () => {
  expect((await cao(['--version'])).out).toMatch(/^cao \d+\.\d+\.\d+\n$/);
  expect((await cao(['-V'])).code).toBe(0);
});
