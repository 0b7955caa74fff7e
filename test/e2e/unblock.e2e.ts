import { runCao, type RunResult } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCao, tool, until, workersOf, type Cao } from './support.ts';

/** What the session skill says of teams that are stuck, done with the command line it names. */
let cao: Cao;

beforeAll(async () => {
  cao = await startCao();
});
afterAll(() => cao[Symbol.asyncDispose]());

const run = (...words: string[]): Promise<RunResult> =>
  runCao(words, { home: cao.home, env: { CAO_API_PORT: String(cao.server.port) } });

interface Status {
  readonly conductor: { readonly id: string; readonly status: string; readonly last_output: string | null };
  readonly workers?: readonly { readonly id: string; readonly status: string }[];
  readonly waits: readonly { terminal_id: string; for: string; on: string | null; text: string; hint: string | null }[];
}

async function status(session: string, ...more: string[]): Promise<Status> {
  const { code, stdout } = await run('session', 'status', session, '--json', ...more);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Status;
}

async function onlyWorker(session: string): Promise<string> {
  const [worker] = await until(async () => {
    const found = await workersOf(cao.client, session);
    return found.length === 1 && found;
  });
  return worker?.id ?? '';
}

test('a worker finished and forgot to report: status says so, and the message it names frees the conductor', async () => {
  const { id } = await cao.launch('forgot');
  await cao.ask(id, tool('assign', { agent_profile: 'developer', message: 'SAY built it' }));
  const worker = await onlyWorker('cao-forgot');
  const stuck = await until(async () => {
    const { waits, ...rest } = await status('cao-forgot', '--workers');
    return waits[0]?.text.includes('has finished without a report') === true && { ...rest, waits };
  });
  expect(stuck.conductor.id).toBe(id);
  expect(stuck.workers).toMatchObject([{ id: worker, status: 'completed' }]);
  expect(stuck.waits).toMatchObject([{ terminal_id: id, for: 'report', on: worker }]);
  expect(stuck.waits[0]?.hint).toBe(
    `cao session send cao-forgot 'send your results to terminal ${id}' --terminal ${worker}`,
  );
  const shown = await run('session', 'status', 'cao-forgot', '--workers');
  expect(shown.stdout).toMatch(/Waits:\n.*has finished without a report.*\n +since .*\n +what helps: cao session send/);

  const words = `continue your work, then send results to terminal ${id}\n${tool('send_message', { receiver_id: id, message: 'here it is' })}`;
  const sent = await run('session', 'send', 'cao-forgot', words, '--terminal', worker);
  expect(sent.code).toBe(0);
  await until(async () => (await status('cao-forgot')).conductor.last_output?.includes('here it is'));
  expect((await status('cao-forgot')).waits).toEqual([]);
});

test('a worker that reported stays, and answers more without the conductor', async () => {
  const { id } = await cao.launch('persistent');
  const task = `${tool('send_message', { message: 'done' })}\nSAY the port is 8080`;
  await cao.ask(id, `${tool('assign', { agent_profile: 'developer', message: task })}\nEXPECT 1 SAY thanks`);
  const worker = await onlyWorker('cao-persistent');
  await until(async () => (await status('cao-persistent')).conductor.last_output === 'thanks');
  const turns = (await cao.client.terminals.turns(id)).length;
  const more = await run('session', 'send', 'cao-persistent', 'SAY 8080, as I said', '--terminal', worker);
  expect(more).toMatchObject({ code: 0, stdout: '8080, as I said\n' });
  expect(await cao.client.terminals.turns(id)).toHaveLength(turns);
  expect((await status('cao-persistent')).waits).toEqual([]);
});

test('a time-out of send stops the waiting, not the agent', async () => {
  const { id } = await cao.launch('slow');
  const sent = await run('session', 'send', 'cao-slow', 'THINK 3\nSAY late but there', '--timeout', '1');
  expect(sent.code).toBe(4);
  expect(sent.stderr).toContain('the agent is still running');
  expect((await status('cao-slow')).conductor.status).toBe('processing');
  const busy = await run('session', 'send', 'cao-slow', 'SAY no', '--terminal', id);
  expect(busy).toMatchObject({ code: 1, stdout: '' });
  expect(busy.stderr).toContain('is currently processing');
  await until(async () => (await status('cao-slow')).conductor.last_output === 'late but there');
});

test('a handoff that timed out: its worker goes on, status says that nobody waits, and its answer is not lost', async () => {
  const { id } = await cao.launch('handed');
  const handoff = tool('handoff', { agent_profile: 'developer', message: 'THINK 4\nSAY done after all', timeout: 2 });
  const turn = await cao.ask(id, handoff);
  expect(turn.reply).toContain('still running');
  const worker = await onlyWorker('cao-handed');
  expect((await status('cao-handed')).waits).toMatchObject([
    { terminal_id: worker, for: 'nobody', on: id, text: expect.stringContaining('still works on a handoff') },
  ]);
  const late = await until(async () => {
    const [wait] = (await status('cao-handed')).waits;
    return wait?.text.includes('has finished a handoff') === true && wait;
  });
  expect(late.hint).toContain(`--terminal ${id}`);
  const last = await run('session', 'status', 'cao-handed', '--terminal', worker);
  expect(last.stdout).toContain('done after all');
  const asked = await run('session', 'send', 'cao-handed', tool('wait_for_worker', { terminal_id: worker }));
  expect(asked.stdout).toContain('done after all');
});

test('a worker that hangs is seen, interrupted, and told to go on', async () => {
  const { id } = await cao.launch('hangs');
  await cao.client.terminals.input(id, { message: tool('handoff', { agent_profile: 'developer', message: 'HANG' }) });
  const worker = await onlyWorker('cao-hangs');
  const waiting = await until(async () => {
    const { waits } = await status('cao-hangs', '--terminal', worker);
    return waits[0]?.text.includes('is processing') === true && waits[0];
  });
  expect(waiting).toMatchObject({ terminal_id: id, for: 'worker', on: worker });
  expect((await run('terminal', 'interrupt', worker)).code).toBe(0);
  await until(async () => (await status('cao-hangs')).conductor.last_output?.includes('Handoff failed'));
  const sent = await run('session', 'send', 'cao-hangs', 'continue your work\nSAY went on', '--terminal', worker);
  expect(sent).toMatchObject({ code: 0 });
  expect(sent.stdout).toContain('went on');
});

test('a worker that asks is named with the command that answers it', async () => {
  const { id } = await cao.launch('asks');
  const task = { agent_profile: 'developer', message: 'ASK Delete it? | Yes | No\nSAY it was {{answer}}' };
  await cao.client.terminals.input(id, { message: tool('handoff', task) });
  const waits = await until(async () => {
    const found = (await status('cao-asks')).waits;
    return found.some((wait) => wait.for === 'answer') && found;
  });
  const worker = await onlyWorker('cao-asks');
  expect(waits.map((wait) => [wait.for, wait.terminal_id, wait.on])).toEqual(
    expect.arrayContaining([
      ['worker', id, worker],
      ['answer', worker, null],
    ]),
  );
  const hint =
    waits
      .find((wait) => wait.for === 'answer')
      ?.hint?.replace('ANSWER', 'Yes')
      .split(' ')
      .slice(1) ?? [];
  expect((await run(...hint)).code).toBe(0);
  await until(async () => (await status('cao-asks')).waits.length === 0);
});

describe('a wrong working directory', () => {
  const launch = (name: string, directory: string): Promise<RunResult> => {
    const what = ['launch', '--agents', 'developer', '--provider', 'mock_cli', '--headless', '--yolo'];
    return run(...what, '--session-name', name, '--working-directory', directory);
  };

  test('that is none is refused with a reason, and nothing is left', async () => {
    const { code, stderr } = await launch('nowhere', '/no/such/folder');
    expect(code).toBe(1);
    expect(stderr).toContain('/no/such/folder');
    expect((await cao.client.sessions.list()).map(({ name }) => name)).not.toContain('cao-nowhere');
  });

  test('that exists is shown, and mended by shutdown and launch', async () => {
    expect((await launch('folder', cao.home.home)).code).toBe(0);
    expect((await run('session', 'status', 'cao-folder')).stdout).toContain(`Folder:   ${cao.home.home}\n`);
    expect((await run('shutdown', '--session', 'cao-folder')).code).toBe(0);
    expect((await launch('folder', cao.home.cwd)).code).toBe(0);
    expect((await run('session', 'status', 'cao-folder')).stdout).toContain(`Folder:   ${cao.home.cwd}\n`);
  });
});
