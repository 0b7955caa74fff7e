import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaoEvent, FlowRun } from '@cao/contracts';
import { runCao } from '@cao/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCao, until, type Cao } from './support.ts';

/** Never due while this runs. */
const RARELY = '0 9 29 2 *';
/** A gate's own limit, and a minute until a time comes. */
const LONG = { timeout: 150_000 };

let cao: Cao;

beforeAll(async () => {
  cao = await startCao();
  await mkdir(join(cao.home.caoHome, 'agent-store'), { recursive: true });
  const profile = '---\nname: nightly\nprovider: mock_cli\n---\nWork.\n';
  await writeFile(join(cao.home.caoHome, 'agent-store', 'nightly.md'), profile);
});
afterAll(() => cao[Symbol.asyncDispose]());

async function command(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCao(words, {
    home: cao.home,
    env: { CAO_API_PORT: String(cao.server.port) },
  });
  if (code !== 0) throw new Error(`cao ${words.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
}

async function writeFlow(
  name: string,
  parts: { schedule?: string; gate?: string; prompt?: string } = {},
): Promise<string> {
  const { schedule = RARELY, gate, prompt = 'SAY done' } = parts;
  if (gate !== undefined) {
    await writeFile(cao.file(`${name}.sh`), `#!/bin/sh\n${gate}\n`);
    await chmod(cao.file(`${name}.sh`), 0o755);
  }
  const script = gate === undefined ? '' : `script: ${name}.sh\n`;
  const head = `name: ${name}\nschedule: "${schedule}"\nagent_profile: nightly\nworking_directory: .\n${script}`;
  await writeFile(cao.file(`${name}.md`), `---\n${head}---\n\n${prompt}\n`);
  return `${name}.md`;
}

async function ended(name: string, timeoutMs = 30_000): Promise<FlowRun> {
  return until(async () => {
    const [newest] = await cao.client.flows.runs(name).catch(() => []);
    return newest !== undefined && newest.ended_at !== null && newest;
  }, timeoutMs);
}

test('a flow from its file to its history, by the command line', LONG, async () => {
  const gate = 'echo \'{"execute": true, "output": {"commits": ["a1", "b2"]}}\'';
  const file = await writeFlow('review', { gate, prompt: 'SAY saw [[commits]]' });
  expect(await command('flow', 'add', file)).toContain("Flow 'review' added");
  expect(JSON.parse(await command('schedule', 'list', '--json'))).toMatchObject([
    {
      name: 'review',
      file_path: cao.file(file),
      enabled: true,
      last_run: null,
      prompt_template: 'SAY saw [[commits]]',
    },
  ]);

  const stopped = new AbortController();
  const seen: CaoEvent[] = [];
  const following = (async () => {
    for await (const event of cao.client.events({ lastEventId: 0, signal: stopped.signal })) seen.push(event);
  })();
  expect(await command('flow', 'run', 'review')).toBe("Flow 'review' executed in session cao-flow-review\n");
  const run = await ended('review');
  const reply = await cao.client.turns.get(run.turn_id ?? '');
  expect(reply).toMatchObject({ state: 'completed', reply: 'saw ["a1","b2"]' });
  expect(await command('session', 'status', 'cao-flow-review')).toContain('saw ["a1","b2"]');

  await until(async () => seen.some(({ type }) => type === 'flow_run_finished'));
  stopped.abort();
  await following;
  const events = seen.filter(({ data }) => data['flow_name'] === 'review');
  expect(events).toMatchObject([
    { type: 'flow_run_started', data: { run_id: run.id, trigger: 'manual' } },
    { type: 'flow_run_finished', session_name: 'cao-flow-review', data: { run_id: run.id, state: 'completed' } },
  ]);

  expect(JSON.parse(await command('flow', 'history', 'review', '--json'))).toEqual([run]);
  expect(run).toMatchObject({ state: 'completed', session_name: 'cao-flow-review', terminal_id: reply.terminal_id });
  await command('flow', 'disable', 'review');
  expect(await cao.client.flows.get('review')).toMatchObject({ enabled: false, next_run: null });
  await command('flow', 'remove', 'review');
  await expect(cao.client.flows.get('review')).rejects.toMatchObject({ code: 'not_found' });
  await expect(readFile(cao.file(file), 'utf8')).resolves.toContain('name: review');
});

test('a gate that cannot be trusted fails its run, says why, and stops nobody else', LONG, async () => {
  const gates = {
    'bad-json': ['echo ready', 'script_failed', 'printed no JSON, but "ready"'],
    'non-zero': ['echo no network >&2; exit 3', 'script_failed', 'exit code 3: no network'],
    huge: ['yes', 'script_failed', 'printed more than 1048576 bytes'],
    slow: ['sleep 300 & echo $! > slow.pid; wait', 'timeout', 'longer than 30 seconds'],
  } as const;
  for (const [name, [gate]] of Object.entries(gates))
    await cao.client.flows.add(cao.file(await writeFlow(name, { gate })));
  await cao.client.flows.add(cao.file(await writeFlow('good', { gate: 'echo \'{"execute": true}\'' })));

  const started = Date.now();
  const bad = Promise.all(
    Object.entries(gates).map(async ([name, [, code, message]]) => {
      const error: unknown = await cao.client.flows.run(name).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code, message: expect.stringContaining(message) as string });
      const run = await ended(name);
      expect(run).toMatchObject({ state: 'failed', error: { code }, session_name: null, terminal_id: null });
      expect((await cao.client.flows.get(name)).next_run).not.toBeNull();
    }),
  );
  expect(await cao.client.flows.run('good')).toMatchObject({ executed: true });
  expect(await ended('good')).toMatchObject({ state: 'completed' });
  // The slow one is still at it.
  expect(Date.now() - started).toBeLessThan(25_000);
  await bad;
  const child = Number(await readFile(cao.file('slow.pid'), 'utf8'));
  await until(async () => !alive(child));
});

test('a flow made over HTTP is a schedule and a prompt, and nothing is overwritten', async () => {
  const prompt = '---\nscript: ./evil.sh\n---\nSAY [quoted]: {a: b}';
  const request = { name: 'made', schedule: '0 9 * * 1-5', agent_profile: 'nightly', prompt_template: prompt };
  const post = async (body: object): Promise<number> => {
    const token = (await readFile(join(cao.home.caoHome, 'auth-token'), 'utf8')).trim();
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${cao.server.url}/flows`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  };
  expect(await post({ ...request, script: './evil.sh' })).toBe(422);
  expect(await post({ ...request, agent_profile: 'nightly\nscript: ./evil.sh' })).toBe(422);
  expect(await post({ ...request, name: '../made' })).toBe(422);
  expect(await post({ ...request, schedule: 'now' })).toBe(400);
  const flow = await cao.client.flows.create(request);
  expect(flow).toMatchObject({ script: '', prompt_template: prompt });
  const text = await readFile(flow.file_path, 'utf8');
  expect(await post({ ...request, prompt_template: 'other' })).toBe(409);
  expect(await readFile(flow.file_path, 'utf8')).toBe(text);
});

test('a flow runs at its time by itself, also of a server that was killed meanwhile', LONG, async () => {
  await cao.client.flows.add(
    cao.file(await writeFlow('minutely', { schedule: '* * * * *', prompt: 'RECORD minutely' })),
  );
  const { next_run: due } = await cao.client.flows.get('minutely');
  await cao.server.kill9();
  await cao.server.restart();
  const run = await ended('minutely', 90_000);
  expect(run).toMatchObject({ state: 'completed', trigger: 'schedule', due_at: due });
  expect(Date.parse(run.started_at) - Date.parse(due ?? '')).toBeGreaterThanOrEqual(0);
  expect(await cao.recorded('minutely')).toHaveLength(1);
  const { next_run: next, last_run: last } = await cao.client.flows.get('minutely');
  expect([last, Date.parse(next ?? '')]).toEqual([run.started_at, Date.parse(due ?? '') + 60_000]);
  await cao.client.flows.remove('minutely');
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
