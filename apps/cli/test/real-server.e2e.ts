import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '@cao/testkit';
import { realStand, type Stand } from './support/stand.ts';

const LAUNCH = ['launch', '--provider', 'mock_cli', '--headless', '--yolo'];

/** One headless session `cao-t` with a developer. */
async function withSession(): Promise<Stand> {
  const stand = await realStand();
  await stand.ok(...LAUNCH, '--agents', 'developer', '--session-name', 't', 'SAY hello there');
  return stand;
}

interface StatusJson {
  readonly conductor: { readonly id: string; readonly status: string; readonly last_output: string | null };
  readonly workers?: readonly { readonly id: string; readonly agent_profile: string; readonly status: string }[];
}

async function status(stand: Stand, ...more: string[]): Promise<StatusJson> {
  return JSON.parse(await stand.ok('session', 'status', 'cao-t', '--json', ...more)) as StatusJson;
}

/** The terminal host lets go of its socket a moment before its process ends. */
async function nothingRuns(stand: Stand): Promise<void> {
  await eventually(() => expect(stand.home.processes()).toEqual([]), { timeoutMs: 2000 });
}

describe('the steps of the session skill', () => {
  it('work from an empty home to the clean-up', async () => {
    await using stand = await realStand();
    for (const profile of ['code_supervisor', 'developer', 'reviewer']) await stand.ok('install', profile);
    expect(existsSync(path.join(stand.home.caoHome, 'agent-context', 'reviewer.md'))).toBe(true);

    const worker = JSON.stringify({ agent_profile: 'developer', message: 'SAY written' });
    const review = JSON.stringify({
      agent_profile: 'reviewer',
      message: `TOOL send_message ${JSON.stringify({ message: 'APPROVED' })}`,
    });
    const task = `TOOL handoff ${worker}\nTOOL assign ${review}\nEXPECT 1 Review: {{1}}`;
    const launched = await stand.cao(
      ...LAUNCH,
      '--agents',
      'code_supervisor',
      '--session-name',
      't',
      '--working-directory',
      stand.home.cwd,
      task,
    );
    expect(launched).toMatchObject({ code: 0 });
    expect(launched.stderr).toMatch(/^Started cao-server on http:.*; log: .*cao_.*\.log$/m);
    expect(launched.stdout).toMatch(/^Session created: cao-t\nTerminal created: code_supervisor-[0-9a-f]{4}\n/);
    expect(launched.stdout).toContain('written');

    await eventually(async () => expect((await status(stand)).conductor.last_output).toBe('Review: APPROVED'));
    const { conductor, workers } = await status(stand, '--workers');
    expect(workers).toMatchObject([{ agent_profile: 'reviewer' }]);
    expect(await stand.ok('session', 'list')).toMatch(/cao-t +[0-9a-f]{8} +(idle|completed) +2\n/);

    const reviewer = workers?.[0]?.id ?? '';
    expect(await stand.ok('session', 'send', 'cao-t', 'SAY again', '--terminal', reviewer)).toBe('again\n');
    expect(await stand.ok('session', 'send', 'cao-t', '@my-sop')).toBe('MOCK: @my-sop\n');
    const explained = await stand.ok('terminal', 'explain', conductor.id);
    expect(explained).toContain('Decided by: ');
    expect(explained).toContain('Bottom of the screen');

    expect(await stand.ok('shutdown', '--session', 'cao-t')).toBe("✓ Shutdown session 'cao-t'\n");
    expect(await stand.ok('session', 'list')).toBe('No active sessions\n');
    expect((await stand.cao('shutdown', '--session', 'cao-t')).code).toBe(0);
  });
});

describe('a wait', () => {
  it('ends with 3 at a question, which can be answered from the command line', async () => {
    await using stand = await withSession();
    const asked = await stand.cao('session', 'send', 'cao-t', 'ASK Delete it? | Yes | No\nSAY chose {{answer}}');
    expect(asked).toMatchObject({ code: 3, stdout: '' });
    expect(asked.stderr).toContain('Delete it?');
    expect(asked.stderr).toContain('cao session answer cao-t');
    const busy = await stand.cao('session', 'send', 'cao-t', 'SAY x');
    expect(busy.code).toBe(1);
    expect(busy.stderr).toContain('is currently waiting_user_answer');
    await stand.ok('session', 'answer', 'cao-t', '2');
    await eventually(async () => expect((await status(stand)).conductor.last_output).toContain('chose No'));
  });

  it('ends with 4 when its time is up, and the agent goes on', async () => {
    await using stand = await withSession();
    const late = await stand.cao('session', 'send', 'cao-t', 'THINK 3\nSAY late', '--timeout', '1');
    expect(late).toMatchObject({ code: 4, stdout: '' });
    expect(late.stderr).toContain('the agent is still running');
    await eventually(async () => expect((await status(stand)).conductor.last_output).toBe('late'));
  });

  it('gives each message its own answer, never the one before', async () => {
    await using stand = await withSession();
    for (let round = 0; round < 5; round++) {
      expect(await stand.ok('session', 'send', 'cao-t', `SAY round ${round}`)).toBe(`round ${round}\n`);
    }
  });

  it('fails with the reason when the agent dies', async () => {
    await using stand = await withSession();
    const died = await stand.cao('session', 'send', 'cao-t', 'CRASH 3');
    expect(died.code).toBe(1);
    expect(died.stderr).toMatch(/Error: The message was lost: .*exit code 3/);
  });
});

describe('the server', () => {
  it('is started once by launches at the same time', async () => {
    await using stand = await realStand();
    const names = ['a', 'b', 'c', 'd'];
    const all = await Promise.all(
      names.map((name) => stand.cao(...LAUNCH, '--agents', 'developer', '--session-name', name)),
    );
    expect(all.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0, 0, 0]);
    const servers = stand.home.processes().filter(({ command }) => command.includes('cao-server.js'));
    expect(servers).toHaveLength(1);
    expect((await stand.ok('session', 'list')).match(/^cao-/gm)).toHaveLength(4);
  });

  it('is started by whoever asks for the agent CLIs of a new machine', async () => {
    await using stand = await realStand();
    const rows = JSON.parse(await stand.ok('provider', 'doctor', 'mock_cli', '--json')) as unknown;
    expect(rows).toMatchObject([{ name: 'mock_cli', problems: [] }]);
    expect(await stand.ok('server', 'status')).toContain('Running:');
  });

  it('tells why it did not start, and where to read more', async () => {
    await using stand = await realStand();
    // A file stands where the folder of the database belongs.
    await mkdir(stand.home.caoHome);
    await writeFile(path.join(stand.home.caoHome, 'db'), '');
    const { code, stderr } = await stand.cao('server', 'start');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error: cao-server did not start: .*db/);
    expect(stderr).toMatch(/^Its output is in .*server\.out$/m);
  });

  it('stops and starts while agents go on', async () => {
    await using stand = await withSession();
    const before = await status(stand);
    expect(await stand.ok('server', 'stop')).toMatch(/^Stopped cao-server \(pid \d+\)\n$/);
    expect((await stand.cao('server', 'status')).code).toBe(1);
    const started = await stand.cao('server', 'start');
    expect(started.code).toBe(0);
    expect(await stand.ok('server', 'status')).toContain('Running:');
    const after = await status(stand);
    expect(after.conductor).toMatchObject({ id: before.conductor.id, last_output: 'hello there' });
    expect(await stand.ok('session', 'send', 'cao-t', 'SAY still here')).toBe('still here\n');
    expect(await stand.ok('server', 'logs')).not.toBe('');
  });

  it('leaves nothing when it is stopped with its agents', async () => {
    await using stand = await withSession();
    const out = await stand.ok('server', 'stop', '--with-agents');
    expect(out).toContain('Stopped the terminal host and its agents\n');
    await nothingRuns(stand);
    expect(await stand.ok('server', 'stop', '--with-agents')).toBe(
      'cao-server is not running\nThe terminal host is not running\n',
    );
  });
});

describe('the demo', () => {
  it('prints one line per event and the result on a pipe, and leaves nothing running', async () => {
    await using stand = await realStand();
    const { code, stdout, stderr } = await stand.cao('demo');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/code_supervisor [0-9a-f]{8} hands off to developer/);
    expect(stdout).toMatch(/code_supervisor [0-9a-f]{8} assigns to reviewer/);
    expect(stdout).toMatch(/code_supervisor [0-9a-f]{8} assigns to developer/);
    expect(stdout).toMatch(/reviewer [0-9a-f]{8} reports to code_supervisor/);
    const result = stdout.slice(stdout.indexOf('\nResult\n'));
    expect(result).toContain('Implementation: greet.js and greet.test.js are written, 3 tests pass.');
    expect(result).toContain('Review: APPROVED, no findings.');
    expect(result).toContain('Documentation: README.md explains');
    await nothingRuns(stand);
  });

  it('plays another task, and fails with the reason when its conductor does', async () => {
    await using stand = await realStand();
    const worker = JSON.stringify({ agent_profile: 'developer', message: 'SAY forty-two' });
    const asked = await stand.ok('demo', `TOOL handoff ${worker}\nSAY the answer is {{tool.output}}`);
    expect(asked).toMatch(/\nResult\n\n[^]*the answer is forty-two\n/);
    const failed = await stand.cao('demo', 'FAIL no budget');
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Error: The demo failed: .*no budget/m) });
    await nothingRuns(stand);
  });

  it('uses a server that runs and leaves it and its sessions alone', async () => {
    await using stand = await withSession();
    const { code } = await stand.cao('demo', '--once');
    expect(code).toBe(0);
    expect(await stand.ok('session', 'list')).toMatch(/^cao-t /m);
    expect((await stand.ok('session', 'list')).match(/^cao-/gm)).toHaveLength(1);
  });
});
