import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Flow, FlowRun } from '@cao/contracts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bench, type Bench } from './support.ts';

/** Never due here, however the clock is set on. */
const RARELY = '0 9 29 2 *';
const DAILY = { schedule: '0 9 * * *' };
const DAY = 24 * 3_600_000;
const LIMIT = { timeout: 20_000, interval: 20 };

let on: Bench;
/** Of the flow files. */
let folder: string;

beforeAll(async () => {
  on = await bench();
  folder = join(on.cwd, 'flows');
  await mkdir(folder);
  // A profile that says which CLI runs it.
  await mkdir(join(on.home, 'agent-store'), { recursive: true });
  await writeFile(join(on.home, 'agent-store', 'nightly.md'), '---\nname: nightly\nprovider: mock_cli\n---\nWork.\n');
});
afterAll(() => on[Symbol.asyncDispose]());

interface Parts {
  readonly prompt?: string;
  readonly gate?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

async function writeFlow(name: string, { prompt = 'SAY done', gate, fields = {} }: Parts = {}): Promise<string> {
  if (gate !== undefined) {
    await writeFile(join(folder, `${name}.sh`), `#!/bin/sh\n${gate}\n`);
    await chmod(join(folder, `${name}.sh`), 0o755);
  }
  const all = {
    name,
    schedule: RARELY,
    time_zone: 'UTC',
    agent_profile: 'nightly',
    ...(gate !== undefined && { script: `./${name}.sh` }),
    ...fields,
  };
  const lines = Object.entries(all).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const path = join(folder, `${name}.md`);
  await writeFile(path, `---\n${lines.join('\n')}\n---\n${prompt}\n`);
  return path;
}

const add = async (name: string, parts?: Parts): Promise<Flow> => on.engine.flows.add(await writeFlow(name, parts));

/** The newest run, once it has ended. */
async function ended(name: string, runs = 1): Promise<FlowRun> {
  return await vi.waitUntil(() => {
    const all = on.engine.flows.runs(name, 50);
    const [newest] = all;
    return all.length >= runs && newest !== undefined && newest.ended_at !== null ? newest : undefined;
  }, LIMIT);
}

describe('a flow whose time has come', () => {
  afterAll(() => Promise.all(['due', 'broken', 'off'].map((name) => on.engine.flows.remove(name))));

  test('runs by itself: gate, prompt, session, the end of the turn', async () => {
    const gate = 'echo \'{"execute":true,"output":{"what":"bridge","n":3,"more":"[[n]]"}}\'';
    const before = await add('due', { prompt: 'SAY built [[what]] [[n]] [[more]]', gate, fields: DAILY });
    expect(before).toMatchObject({ enabled: true, last_run: null, provider: '', script: './due.sh', problem: null });
    const seen: string[] = [];
    const stop = on.engine.events.subscribe((event) => {
      const { flow_name: name, state } = event.data;
      if (name === 'due') seen.push(typeof state === 'string' ? `${event.type} ${state}` : event.type);
    });
    on.sleep(DAY);
    // Anything that happens is a sign of life.
    await on.launch('sign-of-life');

    const run = await ended('due');
    stop();
    expect(run).toMatchObject({
      state: 'completed',
      trigger: 'schedule',
      due_at: before.next_run,
      session_name: 'cao-flow-due',
      error: null,
    });
    const turn = on.engine.turns.get(run.turn_id ?? '');
    expect(turn).toMatchObject({ reply: 'built bridge 3 [[n]]', sender_id: 'flow:due', terminal_id: run.terminal_id });
    const after = await on.engine.flows.get('due');
    expect(after.last_run).toBe(run.started_at);
    expect(Date.parse(after.next_run ?? '')).toBe(Date.parse(before.next_run ?? '') + DAY);
    expect(seen).toEqual(['flow_run_started', 'flow_run_finished completed']);
    expect(on.engine.flows.runs('due', 10)).toHaveLength(1);
  });

  test('is not due again because it failed', async () => {
    const { next_run: due } = await add('broken', { gate: 'echo nothing there >&2; exit 4', fields: DAILY });
    on.sleep(DAY);
    await add('broken-next');
    const run = await ended('broken');
    expect(run).toMatchObject({ state: 'failed', session_name: null, turn_id: null });
    expect(run.error).toMatchObject({
      code: 'script_failed',
      message: expect.stringMatching(/exit code 4: nothing there/),
    });
    const after = await on.engine.flows.get('broken');
    expect(Date.parse(after.next_run ?? '')).toBe(Date.parse(due ?? '') + DAY);
    expect(after.last_run).toBe(run.started_at);
  });

  test('does not run while it is disabled, and from now on once it is enabled', async () => {
    await add('off', { fields: DAILY });
    on.engine.flows.disable('off');
    expect(await on.engine.flows.get('off')).toMatchObject({ enabled: false, next_run: null });
    on.sleep(3 * DAY);
    await on.engine.flows.enable('off');
    const { next_run: next, enabled } = await on.engine.flows.get('off');
    expect(enabled).toBe(true);
    expect(Date.parse(next ?? '')).toBeGreaterThan(Date.now() + 3 * DAY);
    expect(on.engine.flows.runs('off', 10)).toEqual([]);
  });
});

describe('a run that does not run', () => {
  test('tells "the gate said no" from "still at work", and neither counts as a run', async () => {
    const gate = 'echo asked >> asked; echo \'{"execute":false,"reason":"no new commits"}\'';
    await add('no', { gate });
    expect(await on.engine.flows.run('no')).toMatchObject({
      executed: false,
      run: { state: 'skipped', reason: 'no new commits', trigger: 'manual', session_name: null },
    });
    expect((await on.engine.flows.get('no')).last_run).toBeNull();

    await add('at-work', { prompt: 'HANG' });
    const first = await on.engine.flows.run('at-work');
    expect(first).toMatchObject({ executed: true, run: { state: 'running' } });
    const second = await on.engine.flows.run('at-work');
    expect(second).toMatchObject({
      executed: false,
      run: { state: 'busy', reason: expect.stringContaining('at work') },
    });
    expect((await on.engine.flows.get('at-work')).last_run).toBe(first.run.started_at);
    await on.engine.sessions.remove('cao-flow-at-work');
    expect(on.engine.flows.runs('at-work', 10).map(({ state }) => state)).toEqual(['busy', 'failed']);
  });

  test('a gate is not asked in vain while the last run is at work', async () => {
    await add('spare', { prompt: 'HANG', gate: 'echo asked >> asked; echo \'{"execute":true}\'' });
    await on.engine.flows.run('spare');
    expect(await on.engine.flows.run('spare')).toMatchObject({ run: { state: 'busy' } });
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe('asked\nasked\n');
    await on.engine.sessions.remove('cao-flow-spare');
  });

  test('two at the same moment are one', async () => {
    await add('twice', { gate: 'echo \'{"execute":true}\'' });
    const both = await Promise.all([on.engine.flows.run('twice'), on.engine.flows.run('twice')]);
    expect(both.map(({ run }) => run.state)).toEqual(['running', 'busy']);
    await vi.waitUntil(() => on.engine.flows.runs('twice', 5).every((run) => run.ended_at !== null), LIMIT);
  });

  test('an agent that asks is at work', async () => {
    await add('asks', { prompt: 'ASK May I? | yes | no' });
    const { run } = await on.engine.flows.run('asks');
    await vi.waitUntil(() => on.engine.terminals.get(run.terminal_id ?? '').question !== null, LIMIT);
    const second = await on.engine.flows.run('asks');
    expect(second.run).toMatchObject({ state: 'busy', reason: expect.stringMatching(/May I\?.*cao session answer/) });
    await on.engine.terminals.answer(run.terminal_id ?? '', 'yes');
    await vi.waitUntil(() => on.engine.flows.runs('asks', 2)[1]?.state === 'completed', LIMIT);
  });
});

describe('one flow, one session', () => {
  test('the next run takes the place of a finished one', async () => {
    await add('again');
    const { run: first } = await on.engine.flows.run('again');
    await ended('again');
    const { run: second } = await on.engine.flows.run('again');
    await ended('again', 2);
    expect(second.session_name).toBe(first.session_name);
    expect(second.terminal_id).not.toBe(first.terminal_id);
    const sessions = on.engine.sessions.list().filter(({ name }) => name === 'cao-flow-again');
    expect(sessions).toMatchObject([{ terminal_count: 1 }]);
    expect(() => on.engine.terminals.get(first.terminal_id ?? '')).toThrow(/not found/);
  });

  test('it replaces one that is at work when the flow says so', async () => {
    await add('impatient', { prompt: 'HANG', fields: { overlap: 'replace' } });
    await on.engine.flows.run('impatient');
    await on.engine.flows.run('impatient');
    const [second, first] = on.engine.flows.runs('impatient', 5);
    expect(first).toMatchObject({ state: 'failed', error: { code: 'cancelled', message: 'the next run replaced it' } });
    expect(second?.state).toBe('running');
    await on.engine.sessions.remove('cao-flow-impatient');
  });

  test('a session that somebody else started is left alone', async () => {
    const theirs = await on.launch('flow-taken');
    await add('taken');
    await expect(on.engine.flows.run('taken')).rejects.toMatchObject({ code: 'conflict' });
    expect(on.engine.terminals.get(theirs.id).session_name).toBe('cao-flow-taken');
    expect((await ended('taken')).error).toMatchObject({ code: 'conflict' });
  });

  test('a launch that fails leaves no session, and says why', async () => {
    await add('nobody', { fields: { agent_profile: 'no-such-profile' } });
    await expect(on.engine.flows.run('nobody')).rejects.toMatchObject({ code: 'profile_not_found' });
    expect(await ended('nobody')).toMatchObject({ state: 'failed', session_name: null });
    await add('nowhere', { fields: { working_directory: './missing' } });
    await expect(on.engine.flows.run('nowhere')).rejects.toMatchObject({ code: 'working_directory_invalid' });
  });

  test('the agent works where the flow says, seen from its file', async () => {
    await mkdir(join(folder, 'shop'));
    await add('there', { fields: { working_directory: 'shop' } });
    const { run } = await on.engine.flows.run('there');
    expect(on.engine.terminals.get(run.terminal_id ?? '').working_directory).toBe(join(folder, 'shop'));
    await ended('there');
  });
});

describe('the file of a flow', () => {
  test('is what runs, and an edited schedule counts at once', async () => {
    const { next_run: before } = await add('edited');
    await writeFlow('edited', { prompt: 'SAY changed', fields: { schedule: '0 8 29 2 *' } });
    // Read as it is: no flow is listed, run or enabled meanwhile.
    const row = () => on.state.flows.byName('edited');
    await vi.waitUntil(() => row()?.schedule === '0 8 29 2 *', LIMIT);
    expect(new Date(row()?.nextRunAt ?? 0).toISOString()).not.toBe(before);
    const { run } = await on.engine.flows.run('edited');
    await ended('edited');
    expect(on.engine.turns.list(run.terminal_id ?? '', 1)).toMatchObject([{ reply: 'changed' }]);
    expect(await on.engine.flows.get('edited')).toMatchObject({
      prompt_template: 'SAY changed',
      schedule: '0 8 29 2 *',
    });
  });

  test('may be broken without taking others with it', async () => {
    await add('damaged');
    const path = await writeFlow('damaged', { fields: { schedule: 'whenever' } });
    const all = await on.engine.flows.list();
    expect(all.length).toBeGreaterThan(2);
    expect(all.filter(({ problem }) => problem !== null)).toMatchObject([
      { name: 'damaged', schedule: RARELY, prompt_template: null, problem: expect.stringContaining("'whenever'") },
    ]);
    await expect(on.engine.flows.run('damaged')).rejects.toMatchObject({ code: 'invalid_input' });
    await rm(path);
    await expect(on.engine.flows.run('damaged')).rejects.toMatchObject({ code: 'not_found' });
    await rename(await writeFlow('other-name'), path);
    await expect(on.engine.flows.run('damaged')).rejects.toThrow("now names its flow 'other-name'");
    await on.engine.flows.remove('damaged');
  });

  test('is written once and never over another', async () => {
    const request = { name: 'made', schedule: '@hourly', agent_profile: 'nightly', prompt_template: 'SAY made' };
    const made = await on.engine.flows.create(request);
    expect(made).toMatchObject({ file_path: join(on.home, 'flows', 'made.flow.md'), prompt_template: 'SAY made' });
    const text = await readFile(made.file_path, 'utf8');
    await expect(on.engine.flows.create({ ...request, prompt_template: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(on.engine.flows.add(await writeFlow('made'))).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(made.file_path, 'utf8')).toBe(text);
    await on.engine.flows.remove('made');
    await expect(readFile(made.file_path)).rejects.toMatchObject({ code: 'ENOENT' });

    await writeFile(made.file_path, 'mine');
    await expect(on.engine.flows.create(request)).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(made.file_path, 'utf8')).toBe('mine');
    await expect(on.engine.flows.get('made')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('stays when a flow is removed that was added, and so does the history', async () => {
    const { file_path: path } = await add('kept');
    await on.engine.flows.run('kept');
    await ended('kept');
    await on.engine.flows.remove('kept');
    await expect(readFile(path, 'utf8')).resolves.toContain('name: "kept"');
    expect(on.engine.flows.runs('kept', 5)).toMatchObject([{ state: 'completed' }]);
    // Added again, it may take the place of its own session.
    await on.engine.flows.add(path);
    expect(await on.engine.flows.run('kept')).toMatchObject({ executed: true });
    await ended('kept', 2);
  });

  test('a schedule or a gate that cannot work is refused before anything is kept', async () => {
    await expect(add('never', { fields: { schedule: '0 0 31 2 *' } })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(add('gateless', { fields: { script: './missing.sh' } })).rejects.toMatchObject({
      code: 'invalid_input',
      hint: expect.stringContaining('chmod +x') as string,
    });
    const request = { name: 'bad', schedule: '* * *', agent_profile: 'nightly', prompt_template: 'x' };
    await expect(on.engine.flows.create(request)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(readFile(join(on.home, 'flows', 'bad.flow.md'))).rejects.toMatchObject({ code: 'ENOENT' });
    for (const name of ['never', 'gateless', 'bad']) expect(on.state.flows.byName(name)).toBeUndefined();
  });
});

describe('a restart', () => {
  test('goes on with what was at work, and tells what was not', async () => {
    await add('lasting', { prompt: 'THINK 1\nSAY survived' });
    await on.engine.flows.run('lasting');
    await vi.waitUntil(() => on.engine.flows.runs('lasting', 1)[0]?.turn_id !== null, LIMIT);
    await add('gated', { gate: 'exec sleep 60' });
    const cut = on.engine.flows.run('gated').catch(() => undefined);
    await vi.waitUntil(() => on.engine.flows.runs('gated', 1).length === 1, LIMIT);
    await on.restart();
    await cut;
    expect(await ended('lasting')).toMatchObject({ state: 'completed' });
    expect(await ended('gated')).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
  });

  test('an agent that was still starting gets its prompt from the next server', async () => {
    const slow =
      '---\nname: slow\nprovider: mock_cli\ntoolsSettings:\n  mock_cli:\n    flags: --start-delay 1500\n---\nWork.\n';
    await writeFile(join(on.home, 'agent-store', 'slow.md'), slow);
    await add('starting', { prompt: 'SAY late', fields: { agent_profile: 'slow' } });
    const { run } = await on.engine.flows.run('starting');
    expect(run).toMatchObject({ state: 'running', turn_id: null });
    await on.restart();
    expect(await ended('starting')).toMatchObject({ state: 'completed', terminal_id: run.terminal_id });
    expect(on.engine.turns.list(run.terminal_id ?? '', 5)).toMatchObject([{ reply: 'late' }]);
  });

  test('times that were missed are one run, or none', async () => {
    await add('caught-up', { fields: { schedule: '0 * * * *' } });
    await add('left-out', { fields: { schedule: '0 * * * *', missed: 'skip' } });
    const due = (await on.engine.flows.get('caught-up')).next_run;
    await on.restart(() => on.sleep(5.5 * 3_600_000));
    expect(await ended('caught-up')).toMatchObject({ state: 'completed', due_at: due });
    expect(await ended('left-out')).toMatchObject({ state: 'skipped', reason: expect.stringContaining('missed') });
    for (const name of ['caught-up', 'left-out']) {
      expect(on.engine.flows.runs(name, 10)).toHaveLength(1);
      const { next_run: next } = await on.engine.flows.get(name);
      expect(Date.parse(next ?? '') - Date.parse(due ?? '')).toBeGreaterThanOrEqual(5 * 3_600_000);
    }
  });
});
