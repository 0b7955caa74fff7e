import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startScriptedServer, type ScriptedServer } from '@cao/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startCao, tool, until, type Cao } from './support.ts';

/** Plugins of ours, all in one server. `event-log` is there by itself. */
const PACKAGES = ['webhook', 'discord', 'slack', 'desktop-notify', 'otel', 'github'];
const SECRET = 'a-secret-of-this-test-only';
const TOKEN = 'github_pat_of-this-test-only';

const Sent = z.object({ id: z.number(), type: z.string() });
const SlackBody = z.object({ blocks: z.array(z.object({ text: z.object({ text: z.string() }) })) });

let cao: Cao;
let services: Record<'webhook' | 'discord' | 'slack' | 'otel' | 'github', ScriptedServer>;
let conductor: string;

/** A stand-in for notify-send: appends its arguments to a file, one line of JSON each. */
const NOTIFY_SEND = `#!${process.execPath}
require('node:fs').appendFileSync(process.env.HOME + '/notified', JSON.stringify(process.argv.slice(2)) + '\\n');
`;

beforeAll(async () => {
  services = {
    webhook: await startScriptedServer(),
    discord: await startScriptedServer(() => ({ body: '{"id":"1"}' })),
    slack: await startScriptedServer(() => ({ body: 'ok' })),
    otel: await startScriptedServer(() => ({ body: '{}', headers: { 'content-type': 'application/json' } })),
    github: await startScriptedServer(({ method }) =>
      method === 'GET' ? { body: '[]' } : { status: 201, body: '{"id":1}' },
    ),
  };
  // Each misbehaves once; nothing may be lost by it, and nothing may change places.
  services.webhook.next({ status: 503, headers: { 'retry-after': '1' } }, 'reset');
  services.discord.next({ status: 429, body: '{"retry_after": 0.2}' });
  services.slack.next({ status: 429, headers: { 'retry-after': '1' } });
  services.github.next({ status: 502 });

  cao = await startCao({ CAO_PLUGIN_GITHUB_TOKEN: TOKEN, CAO_PLUGIN_WEBHOOK_SECRET: SECRET }, async (home) => {
    await mkdir(home.caoHome, { recursive: true });
    const program = join(home.home, 'notify-send-stand-in.cjs');
    await writeFile(program, NOTIFY_SEND);
    await chmod(program, 0o755);
    await home.addProgram(program, 'notify-send');
    const options = {
      webhook: { url: `${services.webhook.url}/hook` },
      discord: { url: `${services.discord.url}/api/webhooks/1/secret-of-discord` },
      slack: { url: `${services.slack.url}/services/secret-of-slack` },
      otel: { endpoint: services.otel.url, metric_seconds: 3600 },
      github: { api_url: services.github.url },
    };
    const packages = PACKAGES.map((name) => resolve('plugins', name));
    await writeFile(join(home.caoHome, 'settings.json'), JSON.stringify({ plugins: { packages, options } }));
  });
  const { id } = await cao.launch('shop', { env: { CAO_LABEL_GITHUB: 'acme/shop#12', OTHER: 'value' } });
  conductor = id;
});
afterAll(async () => {
  await cao[Symbol.asyncDispose]();
  for (const service of Object.values(services)) await service[Symbol.asyncDispose]();
});

const contentsOf = ({ requests }: ScriptedServer): string[] =>
  requests
    .filter(({ answer }) => typeof answer === 'object' && (answer.status ?? 200) === 200)
    .map(({ body }) => (JSON.parse(body) as { content: string }).content);

test('a label of a session is shown, its other variables are not', async () => {
  expect(await cao.client.sessions.get('cao-shop')).toMatchObject({ labels: { github: 'acme/shop#12' } });
});

test('who is asked something is told everywhere, once, with how to answer', async () => {
  const { turn_id } = await cao.client.terminals.input(conductor, {
    message: 'ASK Delete the build folder? | Yes | No\nSAY you said {{answer}}',
  });
  const asks = [
    '**code_supervisor in cao-shop needs you**',
    'Delete the build folder?',
    '1. Yes\n2. No',
    '`cao session answer cao-shop 1`',
  ];
  await until(async () => contentsOf(services.discord).length === 1);
  expect(contentsOf(services.discord)).toEqual([asks.join('\n\n')]);
  const slack = await until(async () => services.slack.requests.at(1));
  expect(SlackBody.parse(JSON.parse(slack.body)).blocks[0]?.text.text).toContain(
    '*code_supervisor in cao-shop needs you*',
  );
  const [notified] = await until(async () => notifications());
  expect(notified?.slice(1)).toEqual([
    '--urgency=critical',
    '--',
    'code_supervisor in cao-shop needs you',
    'Delete the build folder?\n1. Yes  2. No\ncao session answer cao-shop 1',
  ]);
  await cao.client.terminals.answer(conductor, 'Yes');
  expect(await cao.client.turns.wait(turn_id, { timeoutMs: 30_000 })).toMatchObject({ state: 'completed' });
  await until(async () => contentsOf(services.discord).length === 2);
  expect(contentsOf(services.discord)[1]).toBe('**code_supervisor in cao-shop is done**\n\nyou said Yes');
});

test('the end of the work is told, and is a comment on the issue that the session names', async () => {
  const reply = await cao.ask(
    conductor,
    [tool('handoff', { agent_profile: 'developer', message: 'SAY built' }), 'SAY all is built'].join('\n'),
  );
  expect(reply.state).toBe('completed');
  const comment = await until(async () => services.github.requests.find(({ body }) => body.includes('all is built')));
  expect(comment).toMatchObject({
    method: 'POST',
    path: '/repos/acme/shop/issues/12/comments',
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect((JSON.parse(comment.body) as { body: string }).body).toMatch(
    /^<!-- cao finished t_\w+ -->\n\*\*code_supervisor in cao-shop is done\*\*/,
  );
});

test('who waits for a worker has not finished; the turn that takes the report is the end', async () => {
  const before = contentsOf(services.discord).length;
  const report = `THINK 0.5\n${tool('send_message', { message: 'SAY the report is here' })}`;
  await cao.ask(conductor, tool('assign', { agent_profile: 'reviewer', message: report }));
  await until(async () => contentsOf(services.discord).length > before);
  expect(contentsOf(services.discord).slice(before)).toEqual([
    '**code_supervisor in cao-shop is done**\n\nthe report is here',
  ]);
});

test('the end of the server is waited for: what happened last arrives, in order, and nothing is missing', async () => {
  await cao.ask(conductor, 'SAY one more thing');
  await cao.server.stop();

  const sent = services.webhook.requests.filter(({ answer }) => typeof answer === 'object' && answer.status === 200);
  const events = sent.map(({ body }) => Sent.parse(JSON.parse(body)));
  const ids = events.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['post_create_session', 'needs_input', 'job_started', 'job_finished', 'turn_completed']),
  );
  expect(events.at(-1)?.type).toBe('server_stopping');
  expect(sent.every(({ headers }) => headers['webhook-signature']?.startsWith('v1,'))).toBe(true);

  const log = await readFile(join(cao.home.caoHome, 'logs/events.jsonl'), 'utf8');
  const logged = log
    .trim()
    .split('\n')
    .map((line) => Sent.parse(JSON.parse(line)));
  expect(logged.map(({ id }) => id)).toEqual(ids);

  // Metrics go out once an hour here, so these were sent because the server stopped.
  const exported = services.otel.requests.map(({ path, body }) => `${path} ${body}`).join('\n');
  const names = ['invoke_agent code_supervisor', 'execute_tool handoff', 'invoke_agent developer', 'deliver inbox'];
  for (const name of [...names, '/v1/metrics', 'cao.job.duration']) expect(exported).toContain(name);
});

test('what could not be told before the end is told after the next start, and only once', async () => {
  await cao.server.restart();
  const told = () => contentsOf(services.discord).filter((content) => content.includes('one more thing'));
  await until(async () => told().length > 0);
  const comments = () =>
    services.github.requests.filter(({ method, body }) => method === 'POST' && body.includes('one more thing'));
  await until(async () => comments().length > 0);
  await cao.ask(conductor, 'SAY the very last thing');
  await until(async () => contentsOf(services.discord).some((content) => content.includes('the very last thing')));
  expect([told().length, comments().length]).toEqual([1, 1]);
});

test('no secret of an option is in what the server says', async () => {
  const { log } = z.object({ log: z.string() }).parse(JSON.parse(cao.server.output().split('\n')[0] ?? ''));
  const text = (await readFile(log, 'utf8')) + cao.server.output();
  for (const name of [...PACKAGES, 'event-log']) expect(text).toMatch(new RegExp(`plugin started.*${name}`));
  expect(text).toContain('status 503');
  for (const secret of [SECRET, TOKEN, 'secret-of-discord', 'secret-of-slack']) expect(text).not.toContain(secret);
});

async function notifications(): Promise<string[][] | undefined> {
  const text = await readFile(join(cao.home.home, 'notified'), 'utf8').catch(() => '');
  return text === ''
    ? undefined
    : text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as string[]);
}
