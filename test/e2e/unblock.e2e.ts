import { join } from 'node:path';
import type { Wait } from '@cao/contracts';
import { runCao } from '@cao/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCao, tool, until, workersOf, type Cao } from './support.ts';

let cao: Cao;

beforeAll(async () => {
  cao = await startCao();
});
afterAll(() => cao[Symbol.asyncDispose]());

interface Shown {
  readonly conductor: { readonly id: string; readonly status: string; readonly last_output: string | null };
  readonly workers?: readonly { readonly id: string; readonly status: string }[];
  readonly waits: readonly Wait[];
}

async function ok(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCao(args, { home: cao.home, env: serverOf() });
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
}

async function refused(...args: string[]): Promise<{ code: number | null; stderr: string }> {
  const { code, stderr } = await runCao(args, { home: cao.home, env: serverOf() });
  return { code, stderr };
}

function serverOf(): Record<string, string> {
  return { CAO_API_PORT: new URL(cao.server.url).port };
}

const shown = async (...args: string[]): Promise<Shown> => JSON.parse(await ok('session', 'status', ...args, '--json'));

/** Runs what `session status` says would help, as a person would: copied into a shell. */
function words(command: string): string[] {
  const found = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  expect(found[0]).toBe('cao');
  return found.slice(1);
}

/** The waits of a session as soon as they say this. */
async function waitsFor(session: string, what: Wait['for']): Promise<Wait> {
  return until(async () => (await shown(session)).waits.find((wait) => wait.for === what));
}

test('a conductor that waits for a busy worker: who, for whom, since when and until when, and the work is not doubled', async () => {
  const conductor = await cao.launch('stuck');
  const script = [tool('handoff', { agent_profile: 'developer', message: 'HANG', timeout: 900 }), 'SAY {{tool}}'];
  const { turn_id } = await cao.client.terminals.input(conductor.id, { message: script.join('\n') });
  const worker = await until(async () =>
    (await workersOf(cao.client, 'cao-stuck')).find(({ status }) => status === 'processing'),
  );
  const wait = await waitsFor('cao-stuck', 'worker');
  expect(wait).toMatchObject({ terminal_id: conductor.id, on: worker.id, job_id: expect.stringMatching(/^j_/) });
  expect(Date.parse(wait.until ?? '') - Date.parse(wait.since)).toBeGreaterThanOrEqual(900_000);

  const text = await ok('session', 'status', 'cao-stuck', '--workers');
  expect(text).toContain(`code_supervisor ${conductor.id} waits for developer ${worker.id} (handoff)`);
  expect(text).toMatch(/since \S+ \S+ \(\d+ ?s.*\), at most until \d\d:\d\d/);
  expect(text).toMatch(new RegExp(`^${worker.id} +developer +mock_cli +processing`, 'm'));
  expect(await ok('session', 'status', 'cao-stuck', '--terminal', worker.id)).toContain('(handoff)');

  // While it works nothing is typed over it, and whoever tries is told why.
  const busy = await refused('session', 'send', 'cao-stuck', 'continue your work', '--terminal', worker.id);
  expect(busy.code).toBe(1);
  expect(busy.stderr).toContain(`Terminal ${worker.id} is currently processing`);

  // Interrupted, the worker takes a prompt again; the conductor is told and nobody was started a second time.
  await cao.client.terminals.interrupt(worker.id);
  const turn = await cao.client.turns.wait(turn_id, { timeoutMs: 20_000 });
  expect(turn.reply).toContain(worker.id);
  expect((await shown('cao-stuck')).waits.filter((left) => left.for === 'worker')).toEqual([]);
  const again = tool('send_message', { message: 'SAY the result is 42', receiver_id: conductor.id });
  await ok('session', 'send', 'cao-stuck', again, '--terminal', worker.id);
  await until(async () => (await shown('cao-stuck')).conductor.last_output?.includes('the result is 42'));
  expect(await workersOf(cao.client, 'cao-stuck')).toHaveLength(1);
});

test('an assigned worker that forgot its report: the command that is shown makes it send one', async () => {
  const conductor = await cao.launch('forgot');
  await cao.ask(conductor.id, tool('assign', { agent_profile: 'developer', message: 'SAY done, but I tell nobody' }));
  const wait = await until(async () => (await shown('cao-forgot')).waits.find(({ hint }) => hint !== null));
  const [worker] = await workersOf(cao.client, 'cao-forgot');
  expect(wait).toMatchObject({ for: 'report', terminal_id: conductor.id, on: worker?.id });
  expect(wait.text).toContain('has finished without a report');

  const command = words(wait.hint ?? '');
  expect(command.slice(0, 3)).toEqual(['session', 'send', 'cao-forgot']);
  expect(command[3]).toContain(`send your results to terminal ${conductor.id}`);
  expect(await ok(...command)).toContain(conductor.id);

  // A scripted agent does only what it is scripted to: the report itself.
  await ok(
    'session',
    'send',
    'cao-forgot',
    tool('send_message', { message: 'SAY reported' }),
    '--terminal',
    worker?.id ?? '',
  );
  await until(async () => (await shown('cao-forgot')).conductor.last_output?.includes('reported'));
  expect((await shown('cao-forgot')).waits).toEqual([]);
});

test('a handoff that timed out: the worker goes on, its answer is fetched, no second worker is started', async () => {
  const conductor = await cao.launch('late');
  const handoff = tool('handoff', { agent_profile: 'developer', message: 'THINK 4\nSAY late but whole', timeout: 1 });
  expect((await cao.ask(conductor.id, handoff)).reply).toContain('still running');
  const open = await waitsFor('cao-late', 'nobody');
  const [worker] = await workersOf(cao.client, 'cao-late');
  expect(open).toMatchObject({ terminal_id: worker?.id, on: conductor.id, hint: null });
  expect(open.text).toContain('no longer waits for');

  const finished = await until(async () => (await shown('cao-late')).waits.find(({ hint }) => hint !== null));
  expect(words(finished.hint ?? '')).toEqual(expect.arrayContaining(['--terminal', conductor.id]));
  const fetched = [tool('wait_for_worker', { terminal_id: worker?.id }), 'SAY {{tool.output}}'].join('\n');
  expect(await ok('session', 'send', 'cao-late', fetched)).toContain('late but whole');
  expect((await shown('cao-late', '--workers')).workers?.map(({ id }) => id)).toEqual([worker?.id]);
});

test('a worker that asks: who asks what, and the command that is shown answers', async () => {
  const conductor = await cao.launch('asks');
  const ask = tool('assign', {
    agent_profile: 'developer',
    message: 'ASK Overwrite the file? | Yes | No\nSAY {{answer}}, then',
  });
  await cao.ask(conductor.id, ask);
  const wait = await waitsFor('cao-asks', 'answer');
  const [worker] = await workersOf(cao.client, 'cao-asks');
  expect(wait).toMatchObject({ terminal_id: worker?.id, on: null });
  expect(wait.text).toContain('Overwrite the file?');
  expect(await ok('session', 'status', 'cao-asks')).toContain('asks a person: Overwrite the file?');
  await ok(...words(wait.hint ?? '').map((word) => (word === 'ANSWER' ? 'Yes' : word)));
  const id = worker?.id ?? '';
  await until(async () => (await shown('cao-asks', '--terminal', id)).conductor.last_output?.includes('Yes, then'));
});

test('a message for a busy conductor is shown as waiting, and arrives', async () => {
  const conductor = await cao.launch('mail');
  await cao.client.terminals.input(conductor.id, { message: 'HANG' });
  const { id: sender } = await cao.launch('sender');
  await cao.client.inbox.send(conductor.id, { sender_id: sender, message: 'SAY it came' });
  const wait = await waitsFor('cao-mail', 'inbox');
  expect(wait.terminal_id).toBe(conductor.id);
  const text = await ok('session', 'status', 'cao-mail');
  expect(text).toContain(`1 message waits for code_supervisor ${conductor.id}, which is processing`);
  expect(text).toContain('Inbox:    1 waiting');
  await cao.client.terminals.interrupt(conductor.id);
  await until(async () => (await shown('cao-mail')).conductor.last_output?.includes('it came'));
  expect((await shown('cao-mail')).waits).toEqual([]);
});

test('follow-ups to an assigned worker are answered by that worker, which remembers', async () => {
  const conductor = await cao.launch('follow');
  const report = tool('send_message', { message: 'SAY found it' });
  await cao.ask(
    conductor.id,
    tool('assign', { agent_profile: 'reviewer', message: `SAY looked at 12 files\n${report}` }),
  );
  await until(async () => (await shown('cao-follow')).conductor.last_output?.includes('found it'));
  const [worker] = (await shown('cao-follow', '--workers')).workers ?? [];
  const ask = (text: string): Promise<string> =>
    ok('session', 'send', 'cao-follow', text, '--terminal', worker?.id ?? '');
  expect(await ask('SAY one more')).toBe('one more\n');
  expect(await ask('RECALL')).toContain('looked at 12 files');
  expect((await shown('cao-follow')).waits).toEqual([]);
});

test('a wrong directory is refused before anything starts; an existing one is shown', async () => {
  const launch = (path: string): readonly string[] => {
    const flags = ['--headless', '--yolo', '--provider', 'mock_cli', '--session-name', 'place'];
    return ['launch', '--agents', 'developer', ...flags, '--working-directory', path];
  };
  const missing = join(cao.home.cwd, 'missing');
  const wrong = await refused(...launch(missing));
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain(missing);
  expect((await cao.client.sessions.list()).map(({ name }) => name)).not.toContain('cao-place');
  expect((await runCao(launch(cao.home.cwd), { home: cao.home, env: serverOf() })).code).toBe(0);
  expect(await ok('session', 'status', 'cao-place')).toContain(`Folder:   ${cao.home.cwd}\n`);
});
