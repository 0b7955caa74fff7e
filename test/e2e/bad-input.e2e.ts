import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { processesWithEnv, runCao } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCao, type Cao } from './support.ts';

let cao: Cao;
let owner: string;
let conductor: string;
let worker: string;
let stranger: string;
let agentToken: string;

beforeAll(async () => {
  cao = await startCao();
  owner = (await readFile(join(cao.home.caoHome, 'auth-token'), 'utf8')).trim();
  conductor = (await cao.launch('bad')).id;
  stranger = (await cao.launch('other')).id;
  const { id } = await cao.client.terminals.create('cao-bad', {
    agent_profile: 'developer',
    provider: 'mock_cli',
    caller_id: conductor,
  });
  worker = id;
  await cao.client.terminals.waitReady(worker, { timeoutMs: 30_000 });
  const [agent] = processesWithEnv('CAO_TERMINAL_ID', conductor);
  const environment = await readFile(`/proc/${agent?.pid}/environ`, 'utf8');
  agentToken = /CAO_TOKEN=([^\0]+)/.exec(environment)?.[1] ?? '';
  const store = join(cao.home.caoHome, 'agent-store');
  await mkdir(store, { recursive: true });
  await writeFile(join(store, 'broken.md'), '---\nname: [\n---\nx');
  await writeFile(join(store, 'typed.md'), '---\nname: typed\ndescription: d\nallowedTools: 7\n---\nx');
  await writeFile(join(store, 'roleless.md'), '---\nname: roleless\ndescription: d\nrole: reviewr\n---\nx');
  await writeFile(join(store, 'provided.md'), '---\nname: provided\ndescription: d\nprovider: nothing\n---\nx');
});
afterAll(() => cao[Symbol.asyncDispose]());

interface Sent {
  readonly method?: string;
  readonly path: string | (() => string);
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: the owner's. */
  readonly token?: 'agent' | 'none' | 'wrong';
}

/** Over a bare socket: `fetch` would mend or refuse what is to be sent. */
async function send({
  method = 'GET',
  path,
  body,
  headers = {},
  token,
}: Sent): Promise<{ status: number; text: string }> {
  const tokens = { agent: agentToken, none: undefined, wrong: `${owner}x` };
  const bearer = token === undefined ? owner : tokens[token];
  const url = new URL(cao.server.url);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: url.hostname,
        port: url.port,
        method,
        path: typeof path === 'string' ? path : path(),
        headers: {
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Everything a request could have changed. */
async function world(): Promise<string> {
  const sessions = await cao.client.sessions.list();
  const details = await Promise.all(sessions.map(({ name }) => cao.client.sessions.get(name)));
  const inboxes = await Promise.all(
    [conductor, worker, stranger].map((id) => cao.client.inbox.list(id, { limit: 50 })),
  );
  const turns = await Promise.all([conductor, worker, stranger].map((id) => cao.client.terminals.turns(id)));
  return JSON.stringify({ details, inboxes, turns, jobs: await cao.client.jobs.list({ limit: 50 }) });
}

const json = (value: unknown): string => JSON.stringify(value);
const launch = (fields: object): Sent => ({
  method: 'POST',
  path: '/sessions',
  body: json({ agent_profile: 'developer', provider: 'mock_cli', ...fields }),
});
const input = (fields: object, more: Partial<Sent> = {}): Sent => ({
  method: 'POST',
  path: () => `/terminals/${conductor}/input`,
  body: json(fields),
  ...more,
});

const CASES: readonly (readonly [what: string, sent: Sent, status: number, says: RegExp])[] = [
  ['an unknown terminal', { path: '/terminals/deadbeef' }, 404, /not found/],
  ['an id that is none', { path: '/terminals/../../etc' }, 404, /Not Found|not_found/],
  ['an unknown turn', { path: '/turns/t_0000000000000000' }, 404, /not found/],
  ['an unknown job', { path: '/jobs/j_0000000000000000' }, 404, /not found/],
  ['an unknown session', { path: '/sessions/cao-nothing' }, 404, /not found/],
  ['a profile path that leads out', { path: '/agents/profiles/..%2f..%2fetc%2fpasswd' }, 400, /profile name/],
  ['a profile that is no YAML', launch({ agent_profile: 'broken' }), 400, /broken/],
  ['a profile with a wrong type', launch({ agent_profile: 'typed' }), 400, /allowedTools/],
  ['a profile with an unknown role', launch({ agent_profile: 'roleless' }), 400, /reviewr/],
  ['a profile that does not exist', launch({ agent_profile: 'nobody' }), 404, /nobody/],
  ['a profile name that leads out', launch({ agent_profile: '../../etc/passwd' }), 422, /agent_profile/],
  ['an unknown provider', launch({ provider: 'nothing' }), 400, /Available providers/],
  ['a session name that leads out', launch({ session_name: '../../x' }), 422, /session_name/],
  ['a session name with an escape', launch({ session_name: 'x\u001b[2J' }), 422, /session_name/],
  ['a session that exists', launch({ session_name: 'bad' }), 409, /exists/],
  ['a directory that does not exist', launch({ working_directory: '/nowhere/at/all' }), 400, /nowhere/],
  ['a directory of the system', launch({ working_directory: '/etc' }), 400, /etc/],
  ['a tool list of numbers', launch({ allowed_tools: [1] }), 422, /allowed_tools/],
  ['a variable that may not be forwarded', launch({ env_vars: { CLAUDECODE: '1' } }), 400, /CLAUDECODE/],
  ['a variable that is no name', launch({ env_vars: { 'A B': '1' } }), 422, /A B/],
  ['no body', { method: 'POST', path: '/sessions' }, 422, /agent_profile/],
  ['a body that is no JSON', { ...launch({}), body: '{"agent_profile":' }, 400, /JSON/],
  ['a body that is no object', { ...launch({}), body: '[1]' }, 422, /object|body/],
  ['a body that is not UTF-8', input({}, { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }), 400, /UTF-8/],
  ['a body of 20 MB', input({ message: 'x'.repeat(20_000_000) }), 413, /large|bytes|MB/i],
  ['an empty message', input({ message: '' }), 422, /message/],
  ['a message that is a number', input({ message: 7 }), 422, /message/],
  ['an unknown orchestration type', input({ message: 'x', orchestration_type: 'shout' }), 422, /orchestration_type/],
  ['a key that is none', { method: 'POST', path: () => `/terminals/${conductor}/key`, body: json({ key: 'Enterr' }) }, 400, /no key/],
  ['an answer to no question', { method: 'POST', path: () => `/terminals/${conductor}/answer`, body: json({ answer: '1' }) }, 409, /asks nothing/],
  ['a limit out of range', { path: () => `/terminals/${conductor}/turns?limit=0` }, 422, /limit/],
  ['no token', input({ message: 'x' }, { token: 'none' }), 401, /token/i],
  ['a wrong token', input({ message: 'x' }, { token: 'wrong' }), 401, /token/i],
  ['a foreign Host', { path: '/sessions', headers: { host: 'evil.example' } }, 400, /host/i],
  ['a foreign Origin', input({ message: 'x' }, { headers: { origin: 'https://evil.example' } }), 403, /origin/i],
  ['an agent that types into another session', { ...input({ message: 'x' }, { token: 'agent' }), path: () => `/terminals/${stranger}/input` }, 403, /not one of your workers/],
  ['an agent that reads another session', { path: () => `/terminals/${stranger}/output`, token: 'agent' }, 403, /session|allowed|agent/i],
  ['an agent that makes a session', { ...launch({}), token: 'agent' }, 403, /agent|owner/i],
  ['an agent that ends another session', { method: 'DELETE', path: '/sessions/cao-other', token: 'agent' }, 403, /session|owner/i],
  ['an unknown method', { method: 'PATCH', path: '/sessions' }, 405, /Method/],
  ['MCP without a token', { method: 'POST', path: '/mcp', body: json({ jsonrpc: '2.0', id: 1, method: 'tools/list' }), token: 'none' }, 401, /token/i],
  ['MCP that is no JSON-RPC', { method: 'POST', path: '/mcp', body: json({ hello: 1 }), token: 'agent', headers: { accept: 'application/json, text/event-stream' } }, 400, /JSON-RPC|-32600/],
]; // prettier-ignore

describe('over HTTP', () => {
  test.each(CASES)('%s is refused with a reason, and changes nothing', async (_what, sent, status, says) => {
    const before = await world();
    const answer = await send(sent);
    expect(answer.text).toMatch(says);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/\bat .*:\d+:\d+|node_modules|\.ts\b/);
    expect(await world()).toBe(before);
  });
});

describe('over MCP', () => {
  test.each([
    ['an unknown tool', 'shout', {}, /no tool/i],
    ['a missing argument', 'handoff', { agent_profile: 'developer' }, /message/],
    ['a wrong type', 'send_message', { message: 7 }, /message/],
    ['a profile that leads out', 'load_skill', { name: '../../etc/passwd' }, /name/],
    ['a worker of another session', 'delete_terminal', { terminal_id: 'STRANGER' }, /session|worker|not found/i],
    ['a receiver of another session', 'send_message', { message: 'x', receiver_id: 'STRANGER' }, /session|not found/i],
    ['a profile that does not exist', 'assign', { agent_profile: 'nobody', message: 'x' }, /nobody/],
  ])('%s is an error the model can read, and changes nothing', async (_what, name, args, says) => {
    const filled = JSON.parse(JSON.stringify(args).replace('STRANGER', stranger)) as object;
    const before = await world();
    const answer = await send({
      method: 'POST',
      path: '/mcp',
      token: 'agent',
      body: json({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: filled } }),
      headers: { accept: 'application/json, text/event-stream' },
    });
    expect(answer.text).toMatch(says);
    expect(answer.text).toMatch(/"isError":true|"error":\{|\\"success\\":false/);
    const after = await world();
    // A job that could not begin is told of as such; nothing else may differ.
    expect(JSON.parse(after)).toMatchObject({ ...(JSON.parse(before) as object), jobs: expect.anything() as unknown });
  });
});

describe('on the command line', () => {
  test.each([
    [['session', 'status', 'cao-nothing'], 1, /not found/],
    [['session', 'send', 'cao-bad', ''], 1, /message/],
    [['launch', '--agents', '../../etc/passwd', '--headless'], 1, /profile|agent/i],
    [['launch', '--agents', 'nobody', '--headless', '--provider', 'mock_cli'], 1, /nobody/],
    [['launch', '--agents', 'developer', '--headless', '--provider', 'nothing'], 1, /Available providers/],
    [['install', '/nowhere/profile.md'], 2, /nowhere/],
    [['terminal', 'explain', 'DEADBEEF'], 1, /terminal/i],
    [['shutdwon'], 2, /Did you mean 'cao shutdown'/],
  ])('%j is refused with a reason', async (args, code, says) => {
    const before = await world();
    const result = await runCao(args, { home: cao.home, env: { CAO_API_PORT: String(cao.server.port) } });
    expect(result.stderr).toMatch(says);
    expect(result.code).toBe(code);
    expect(result.stderr).not.toMatch(/\bat .*:\d+:\d+/);
    expect(await world()).toBe(before);
  });
});
