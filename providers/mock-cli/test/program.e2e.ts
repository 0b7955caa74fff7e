import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { provider } from '../src/index.ts';
import { PATIENCE, readLines, startMock } from './harness.ts';

describe('mock_cli on the screen', () => {
  it('starts with an empty box, says that it is ready, and reports its session', async () => {
    await using mock = await startMock({ request: { model: 'demo' } });
    await mock.shows({ state: 'ready', composer: '' });
    const screen = await mock.screen();
    expect(screen).toMatchObject({ title: '◇ mock_cli', bracketedPaste: true, alternate: false });
    expect(screen.lines.findLast((line) => line !== '')).toBe('  mock_cli · ready · /help for directives · demo');
    expect(await mock.hook('SessionStart')).toMatchObject({
      session_id: mock.conversationId,
      source: 'startup',
      cwd: mock.folder,
    });
  });

  it('keeps a paste of several lines in the box until Enter, then answers', async () => {
    await using mock = await startMock();
    await mock.steps([{ type: 'paste', text: 'first line\n  second "line" $HOME' }]);
    await mock.shows({ state: 'ready', composer: 'first line\n  second "line" $HOME' });
    expect(mock.hooks().map(({ hook }) => hook)).toEqual(['SessionStart']);
    await mock.steps(provider.resubmit);
    await mock.shows({ state: 'ready', composer: '', outcome: { type: 'completed' } });
    expect(await mock.hook('UserPromptSubmit')).toMatchObject({ prompt: 'first line\n  second "line" $HOME' });
    expect(await mock.hook('Stop')).toMatchObject({
      last_assistant_message: 'MOCK: first line\n  second "line" $HOME',
    });
    expect(provider.readReply(await mock.rendered(), 'first line')).toBe('MOCK: first line\n  second "line" $HOME');
  });

  it('shows what is typed, and takes it back', async () => {
    await using mock = await startMock();
    await mock.raw('héllo 漢字!');
    await mock.shows({ composer: 'héllo 漢字!' });
    await mock.raw('\x7f\x7f');
    await mock.shows({ composer: 'héllo 漢' });
    await mock.raw('\x15✅ ⚠️ é́ 👩‍👩‍👧 ok');
    await mock.shows({ composer: '✅ ⚠️ é́ 👩‍👩‍👧 ok' });
    expect((await mock.screen()).lines.filter((line) => /^[╭╰]─/.test(line) && line.length === 100)).toHaveLength(2);
    await mock.raw('\x15');
    expect(await mock.shows({ composer: '' })).toMatchObject({ state: 'ready' });
  });

  it('shows the spinner and the growing answer while it works', async () => {
    await using mock = await startMock();
    await mock.steps(provider.submit('SLOW 600 one two three'));
    const reading = await mock.shows({ state: 'busy', composer: '' });
    expect(reading.outcome).toBeUndefined();
    await expect.poll(async () => (await mock.screen()).lines, PATIENCE).toContain('● one');
    const { lines, title } = await mock.screen();
    expect(title).toBe('✦ mock_cli: working');
    expect(lines.some((line) => /^\S Working… \(\d+s · esc to interrupt\)$/.test(line))).toBe(true);
    await mock.raw('meanwhile');
    await mock.shows({ state: 'busy', composer: 'meanwhile' });
  });

  it('draws itself anew when the size changes, and leaves nothing behind', async () => {
    await using mock = await startMock();
    await mock.turn('SAY a line that is longer than forty columns, so that it wraps');
    for (const [cols, rows] of [
      [40, 20],
      [140, 35],
      [64, 12],
    ] as const) {
      await mock.resize(cols, rows);
      const seen = async () => {
        const { lines } = await mock.screen();
        return {
          boxes: lines.filter((line) => line.startsWith('╭─') && line.length === cols).length,
          footers: lines.filter((line) => line.startsWith('  mock_cli · ')).length,
          answers: lines.filter((line) => line.startsWith('● ')).length,
          whole: lines.join('').includes('● a line that is longer than forty columns, so that it wraps'),
          reading: await mock.reading(),
        };
      };
      const reading = { state: 'ready', composer: '', outcome: { type: 'completed' } };
      await expect.poll(seen, PATIENCE).toMatchObject({ boxes: 1, footers: 1, answers: 1, whole: true, reading });
    }
  });

  it('uses the alternate screen when asked, and gives it back', async () => {
    await using mock = await startMock({ flags: '--alt --no-title' });
    expect(await mock.screen()).toMatchObject({ alternate: true, title: '' });
    expect(await mock.turn('SAY hi')).toBe('hi');
    await mock.steps(provider.exit);
    expect(await mock.exited()).toMatchObject({ code: 0 });
    expect(await mock.screen()).toMatchObject({ alternate: false });
  });

  it('recovers from garbage', async () => {
    await using mock = await startMock();
    expect(await mock.turn('GARBAGE 7')).toMatch(/^garbage: \d+ bytes$/);
    await mock.shows({ state: 'ready', composer: '', outcome: { type: 'completed' } });
    expect(await mock.turn('SAY still here')).toBe('still here');
    await mock.shows({ state: 'ready', composer: '' });
    const screen = await mock.screen();
    expect(screen).toMatchObject({ title: '◇ mock_cli', bracketedPaste: true });
    await expect.poll(async () => (await mock.screen()).lines, PATIENCE).toContain('● still here');
  });

  it('writes a huge answer whole', async () => {
    await using mock = await startMock();
    const answer = await mock.turn('HUGE 5000');
    expect(answer.split('\n')).toHaveLength(5000);
    expect(answer.endsWith('\nline 5000 of 5000')).toBe(true);
    await mock.shows({ state: 'ready' });
    expect(provider.readReply(await mock.rendered(), 'HUGE 5000')).toBe(answer);
  });

  it('puts nothing on the screen while it is silent', async () => {
    await using mock = await startMock({ env: { MOCK_CLI_LOG: 'keys.jsonl' } });
    await mock.steps(provider.submit('RECORD began.jsonl\nSILENT 600'));
    await expect.poll(() => readLines(path.join(mock.folder, 'began.jsonl')), PATIENCE).toHaveLength(1);
    const keys = () => readLines(path.join(mock.folder, 'keys.jsonl')).length;
    const type = async (key: string) => {
      const before = keys();
      await mock.raw(key);
      await expect.poll(keys, PATIENCE).toBeGreaterThan(before);
    };
    await type('a');
    await type('b');
    await type('c');
    await mock.steps(provider.interrupt);
    await mock.shows({ state: 'ready', composer: 'abc', outcome: { type: 'interrupted' } });
    const drawn = readFileSync(path.join(mock.folder, 'raw.log'), 'utf8');
    expect(drawn).toContain('❯ abc ');
    expect(drawn).not.toMatch(/❯ ab? /);
  });
});

describe('mock_cli at the start', () => {
  it('shows nothing and takes nothing before its delay is over', async () => {
    await using mock = await startMock({
      flags: '--start-delay 3000',
      env: { MOCK_CLI_LOG: 'keys.jsonl' },
      early: true,
    });
    const log = path.join(mock.folder, 'keys.jsonl');
    await expect.poll(() => existsSync(log), PATIENCE).toBe(true);
    await mock.raw('x');
    await expect.poll(() => readLines(log), PATIENCE).toMatchObject([{ bytes: 1, data: 'eA==' }]);
    expect(await mock.reading()).toMatchObject({ state: 'starting' });
    await mock.shows({ state: 'ready', composer: '' });
  });

  it('asks for trust with the refusal highlighted, and goes on when the dialog is walked as the provider says', async () => {
    await using mock = await startMock({ flags: '--dialog trust', early: true });
    const first = await mock.shows({
      state: 'waiting',
      dialog: { id: 'trust', steps: [{ type: 'key', key: 'Down' }] },
    });
    expect(mock.hooks()).toEqual([]);
    await mock.steps(first.dialog?.steps ?? []);
    const second = await mock.shows({ dialog: { id: 'trust', steps: [{ type: 'key', key: 'Enter' }] } });
    await mock.steps(second.dialog?.steps ?? []);
    await mock.shows({ state: 'ready', composer: '' });
    await mock.hook('SessionStart');
  });

  it('leaves when Enter is pressed blindly on that dialog', async () => {
    await using mock = await startMock({ flags: '--dialog trust', early: true });
    await mock.shows({ state: 'waiting' });
    await mock.steps([{ type: 'key', key: 'Enter' }]);
    expect(await mock.exited()).toMatchObject({ code: 1 });
  });

  it('answers for its version and refuses what it does not know, without a terminal', () => {
    const version = execFileSync(provider.binary, [...provider.versionArgs], { encoding: 'utf8' });
    expect(provider.parseVersion(version)).toMatch(/^\d+\.\d+\.\d+$/);
    const wrong = spawnSync(process.execPath, [provider.binary, '--nope'], { encoding: 'utf8' });
    expect(wrong).toMatchObject({ status: 2, stderr: 'mock_cli: unknown option --nope; --help lists them\n' });
    const piped = spawnSync(process.execPath, [provider.binary], { encoding: 'utf8', input: '' });
    expect(piped).toMatchObject({ status: 2, stderr: 'mock_cli: needs a terminal\n' });
  });
});

describe('mock_cli at the end', () => {
  it.each([
    ['by /exit', provider.submit('/exit'), '/exit'],
    ['by Ctrl-C twice', provider.exit, 'C-c'],
    ['by a directive', provider.submit('SAY bye\nEXIT'), 'exit'],
  ])('leaves %s', async (_way, steps, reason) => {
    await using mock = await startMock();
    await mock.steps(steps);
    expect(await mock.exited()).toMatchObject({ code: 0 });
    expect(mock.hooks().at(-1)).toMatchObject({ hook: 'SessionEnd', reason });
    expect((await mock.rendered()).join('\n')).toContain(`mock_cli --resume ${mock.conversationId}`);
  });

  it('leaves by Ctrl-C twice in the middle of a turn, whatever lies in the box', async () => {
    await using mock = await startMock();
    await mock.steps(provider.submit('HANG'));
    await mock.shows({ state: 'busy' });
    await mock.raw('draft');
    await mock.shows({ composer: 'draft' });
    await mock.steps(provider.exit);
    expect(await mock.exited()).toMatchObject({ code: 0 });
  });

  it('stays after one Ctrl-C', async () => {
    await using mock = await startMock();
    await mock.raw('draft\x03');
    const hinted = async () => (await mock.screen()).lines.some((line) => line.includes('press ctrl-c again to exit'));
    await expect.poll(hinted, PATIENCE).toBe(true);
    expect(await mock.reading()).toMatchObject({ state: 'ready', composer: '' });
    expect(await mock.turn('SAY here')).toBe('here');
  });

  it('crashes with a code or by a signal, without a word', async () => {
    await using mock = await startMock();
    await mock.steps(provider.submit('SAY half\nCRASH 3'));
    expect(await mock.exited()).toMatchObject({ code: 3 });
    expect(mock.hooks().map(({ hook }) => hook)).toEqual(['SessionStart', 'UserPromptSubmit']);
    await using second = await startMock();
    await second.steps(provider.submit('CRASH SIGKILL'));
    expect(await second.exited()).toMatchObject({ signal: 9 });
  });

  it('resumes a conversation after it was killed, with what it waited for', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'mock-cli-'));
    try {
      await using mock = await startMock({ folder });
      await mock.turn('SAY remembered');
      await mock.turn('SAY waiting\nEXPECT 2 {{prev}}: {{1}}, {{2}}');
      await mock.turn('first');
      await mock.kill();
      await using next = await startMock({ folder, request: { resume: mock.conversationId } });
      expect(await next.turn('second')).toBe('waiting: first, second');
      expect(await next.turn('RECALL')).toBe(
        '1. SAY remembered -> remembered\n2. SAY waiting -> waiting\n3. first -> noted (1/2)\n4. second -> waiting: first, second',
      );
      expect(next.hooks().filter(({ hook }) => hook === 'SessionStart')).toMatchObject([
        { source: 'startup' },
        { source: 'resume' },
      ]);
      const ids = next.hooks().flatMap((hook) => (hook.hook === 'Stop' ? [hook['turn_id']] : []));
      expect(new Set(ids).size).toBe(5);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('refuses to resume what never was', async () => {
    await using mock = await startMock({ request: { resume: 'nobody' }, early: true });
    expect(await mock.exited()).toMatchObject({ code: 1 });
    expect((await mock.rendered()).join('\n')).toContain('mock_cli: no conversation nobody');
  });
});
