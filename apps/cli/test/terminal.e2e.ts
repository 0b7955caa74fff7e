import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createLocalBackend, type InputStep, type LocalBackend } from '@cao/terminal';
import { eventually } from '@cao/testkit';
import { realStand, type Stand } from './support/stand.ts';

const CAO = fileURLToPath(new URL('../bin/cao.js', import.meta.url));

/** A terminal of a person: a real pty in which `cao` runs. */
interface Person extends AsyncDisposable {
  readonly backend: LocalBackend;
  run(id: string, ...words: string[]): Promise<void>;
  /** Presses keys: text, or `C-\` and the like. */
  press(id: string, ...keys: string[]): Promise<void>;
  screen(id: string): Promise<string>;
  sees(id: string, text: string | RegExp): Promise<void>;
  exitCode(id: string): Promise<number | undefined>;
}

function person(stand: Stand): Person {
  const backend = createLocalBackend();
  const screen = async (id: string): Promise<string> => (await backend.snapshot(id)).lines.join('\n');
  let typed = 0;
  const step = (key: string): InputStep =>
    /^(C-.|Enter)$/.test(key) ? ({ type: 'key', key } as InputStep) : { type: 'text', text: key };
  return {
    backend,
    screen,
    async run(id, ...words) {
      await backend.spawn({
        id,
        argv: [process.execPath, CAO, ...words],
        cwd: stand.home.cwd,
        env: stand.env,
        size: { cols: 110, rows: 30 },
        logPath: path.join(stand.home.home, `${id}.log`),
        labels: {},
      });
    },
    press: async (id, ...keys) => void (await backend.input(id, { key: String(typed++), steps: keys.map(step) })),
    async sees(id, text) {
      const pattern = typeof text === 'string' ? new RegExp(text.replaceAll(/[.?*+^$()[\]{}|\\]/g, '\\$&')) : text;
      await eventually(async () => expect(await screen(id)).toMatch(pattern), { timeoutMs: 30_000 });
    },
    exitCode: (id) =>
      eventually(async () => {
        const exit = (await backend.get(id))?.exit;
        if (exit === undefined) throw new Error(`still running:\n${await screen(id)}`);
        return exit.code;
      }),
    [Symbol.asyncDispose]: () => backend.shutdown(),
  };
}

const LAUNCH = ['launch', '--provider', 'mock_cli', '--agents', 'developer', '--session-name', 't'];

describe('launch on a terminal', () => {
  it('asks, attaches, gives the message, and can be left and joined again', async () => {
    await using stand = await realStand();
    await using user = person(stand);
    await user.run('aaaa0001', ...LAUNCH, 'SAY first words');
    await user.sees('aaaa0001', 'Proceed? [Y/n]');
    await user.press('aaaa0001', 'Enter');
    await user.sees('aaaa0001', 'first words');
    await user.press('aaaa0001', 'SAY typed by hand', 'Enter');
    await user.sees('aaaa0001', '● typed by hand');
    await user.press('aaaa0001', 'C-\\', 'd');
    expect(await user.exitCode('aaaa0001')).toBe(0);
    expect(await user.screen('aaaa0001')).toContain('the agent goes on');
    expect(await stand.ok('session', 'status', 'cao-t')).toContain('typed by hand');

    await user.run('bbbb0002', 'attach', 'cao-t');
    await user.sees('bbbb0002', '● typed by hand');
    await user.press('bbbb0002', '/exit', 'Enter');
    expect(await user.exitCode('bbbb0002')).toBe(0);
    expect(await user.screen('bbbb0002')).toMatch(/The agent of terminal [0-9a-f]{8} ended \(exit code 0\)/);
  });

  it('creates nothing when the answer is no', async () => {
    await using stand = await realStand();
    await using user = person(stand);
    await user.run('aaaa0001', ...LAUNCH);
    await user.sees('aaaa0001', 'Proceed? [Y/n]');
    await user.press('aaaa0001', 'n', 'Enter');
    expect(await user.exitCode('aaaa0001')).toBe(1);
    expect(await stand.ok('session', 'list')).toBe('No active sessions\n');
  });
});

describe('attach', () => {
  it('shows an agent to several people, and only those who may type do', async () => {
    await using stand = await realStand();
    await using user = person(stand);
    await stand.ok(...LAUNCH, '--headless', '--yolo', 'SAY hello');
    await user.run('aaaa0001', 'attach', 'cao-t');
    await user.sees('aaaa0001', '● hello');
    await user.run('bbbb0002', 'attach', 'cao-t', '--read-only');
    await user.sees('bbbb0002', '● hello');
    await user.press('bbbb0002', 'SAY intruder', 'Enter');
    await user.press('aaaa0001', 'SAY seen by both', 'Enter');
    await user.sees('aaaa0001', '● seen by both');
    await user.sees('bbbb0002', '● seen by both');
    expect(await user.screen('aaaa0001')).not.toContain('intruder');
    expect(await stand.ok('session', 'list')).toContain('cao-t');
  });

  it('survives a restart of the server', async () => {
    await using stand = await realStand();
    await using user = person(stand);
    await stand.ok(...LAUNCH, '--headless', '--yolo', 'SAY hello');
    await user.run('aaaa0001', 'attach', 'cao-t');
    await user.sees('aaaa0001', '● hello');
    await stand.ok('server', 'stop');
    await user.sees('aaaa0001', 'connection lost');
    await stand.ok('server', 'start');
    await eventually(async () => expect(await user.screen('aaaa0001')).not.toContain('connection lost'));
    await user.press('aaaa0001', 'SAY after the restart', 'Enter');
    await user.sees('aaaa0001', '● after the restart');
  });
});

describe('the demo on a terminal', () => {
  it('draws the team, shows the result, stays until Ctrl-C and leaves nothing', async () => {
    await using stand = await realStand();
    await using user = person(stand);
    await user.run('aaaa0001', 'demo');
    await user.sees('aaaa0001', /. code_supervisor +[0-9a-f]{8} +works/);
    await user.sees('aaaa0001', /[├└]─ . developer +[0-9a-f]{8}/);
    await user.sees('aaaa0001', /[├└]─ . reviewer +[0-9a-f]{8}/);
    await user.sees('aaaa0001', 'Review: APPROVED, no findings.');
    await user.sees('aaaa0001', /cao-server is up on http/);
    expect((await stand.cao('server', 'status')).code).toBe(0);
    expect(await stand.ok('session', 'list')).toBe('No active sessions\n');
    await user.press('aaaa0001', 'C-c');
    expect(await user.exitCode('aaaa0001')).toBe(0);
    expect((await user.backend.snapshot('aaaa0001')).cursor.visible).toBe(true);
    await eventually(() => expect(others(stand)).toEqual([]));
  });

  it('cleans up when it is interrupted in the middle', async () => {
    await using stand = await realStand();
    await using user = person(stand);
    await user.run('aaaa0001', 'demo');
    await user.sees('aaaa0001', /[├└]─ . developer +[0-9a-f]{8}/);
    await user.press('aaaa0001', 'C-c');
    expect(await user.exitCode('aaaa0001')).toBe(130);
    await eventually(() => expect(others(stand)).toEqual([]));
  });
});

describe('the server in the foreground', () => {
  it('runs until Ctrl-C and tidies up', async () => {
    await using stand = await realStand();
    await using user = person(stand);
    await user.run('aaaa0001', 'server', 'start', '--foreground');
    await user.sees('aaaa0001', 'listens on');
    expect(await stand.ok('server', 'status')).toContain('Running:');
    await user.press('aaaa0001', 'C-c');
    expect(await user.exitCode('aaaa0001')).toBe(0);
    expect((await stand.cao('server', 'status')).code).toBe(1);
  });
});

function others(stand: Stand): string[] {
  return stand.home.processes().map(({ command }) => command);
}
