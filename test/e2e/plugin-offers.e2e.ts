import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { runCao } from '@cao/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, standWith, type Stand } from './plugin-stand.ts';
import { tool, until } from './support.ts';

const ZOD = `import { z } from ${JSON.stringify(import.meta.resolve('zod'))};`;

/** Brings everything a plugin can bring: looks tickets up, closes them, and shows them. */
const TICKETS = `${ZOD}
const open = new Map([[1, 'the door squeaks']]);
let go;
const gone = new Promise((resolve) => { go = resolve; });
export const plugin = {
  name: 'tickets',
  options: z.object({ team: z.string().default('house') }),
  tools: {
    find: {
      description: 'Finds tickets.', readOnly: true,
      input: z.object({ text: z.string().max(20), where: z.object({ open: z.boolean() }).optional() }),
      run: ({ text }, { options, terminalId, sessionName }) =>
        ({ team: options.team, terminalId, sessionName, found: [...open.values()].filter((title) => title.includes(text)) }),
    },
    close: {
      description: 'Closes a ticket.', input: z.object({ id: z.number().int() }),
      run({ id }) { if (!open.delete(id)) throw new Error('there is no ticket ' + id); return 'closed ' + id; },
    },
  },
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/boom') throw new Error('a bad day');
    if (pathname === '/none') return undefined;
    if (pathname === '/go') { go(); return new Response('gone'); }
    if (pathname === '/stream') return new Response(new ReadableStream({
      async start(stream) {
        stream.enqueue(new TextEncoder().encode('first '));
        await gone;
        stream.enqueue(new TextEncoder().encode('last'));
        stream.close();
      },
    }));
    const headers = { 'x-kept': 'yes', 'set-cookie': 'a=b' };
    const seen = [request.method, pathname, searchParams.get('q'), request.headers.get('authorization'), await request.text()];
    return Response.json(seen, { status: 201, headers });
  },
  panels: {
    open: { title: 'Open tickets', refreshOn: ['turn_completed'], data: () =>
      ({ kind: 'table', columns: [{ key: 'id', title: 'Id' }], rows: [...open.keys()].map((id) => ({ id })) }) },
    bad: { title: 'Bad', data: () => ({ kind: 'table' }) },
  },
};`;

/** One tool for each way to go wrong. */
const WRONG = `${ZOD}
const input = z.object({});
const tool = (run) => ({ description: 'x', input, readOnly: true, timeLimitSeconds: 1, run });
export const plugin = { name: 'wrong', tools: {
  throws: tool(() => { throw new Error('as it likes'); }),
  hangs: tool(() => new Promise(() => {})),
  big: tool(() => 'x'.repeat(10_000_000)),
  circular: tool(() => { const it = {}; it.it = it; return it; }),
  bigint: tool(() => 1n),
} };`;

describe('what plugins bring', () => {
  let stand: Stand;
  let agent: string;
  const clients: Client[] = [];

  beforeAll(async () => {
    const unfit = `${ZOD} export const plugin = { name: 'unfit', tools: {
      'No Name': { description: 'x', input: z.object({}), run() {} } } };`;
    stand = await standWith({ tickets: TICKETS, wrong: WRONG, unfit });
    agent = await launch(stand, 'shop');
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    await stand[Symbol.asyncDispose]();
  });

  const token = (): string => readFileSync(join(stand.home.caoHome, 'auth-token'), 'utf8').trim();

  async function mcp(terminalId: string): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' });
    const headers = { authorization: `Bearer ${token()}`, 'x-cao-terminal-id': terminalId };
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${stand.server.url}/mcp`), { requestInit: { headers } }),
    );
    clients.push(client);
    return client;
  }

  async function call(name: string, input: Record<string, unknown>, terminalId = agent) {
    const { content, isError } = await (await mcp(terminalId)).callTool({ name, arguments: input });
    return { text: (content as { text: string }[])[0]?.text ?? '', isError };
  }

  const http = (path: string, init: RequestInit = {}) =>
    fetch(`${stand.server.url}${path}`, { ...init, headers: { authorization: `Bearer ${token()}` } });

  test('an agent in its terminal calls a tool of a plugin, which learns who calls', async () => {
    const message = tool('tickets_find', { text: 'door' });
    const { turn_id } = await stand.client.terminals.input(agent, { message });
    const { reply } = await stand.client.turns.wait(turn_id, { timeoutMs: 30_000 });
    expect(reply).toContain('the door squeaks');
    expect(reply).toContain(`"terminalId":"${agent}"`);
    expect(reply).toContain('"sessionName":"cao-shop"');
    expect(reply).toContain('"team":"house"');
  });

  test('tools are listed with their whole schema, and arguments are checked before the plugin sees them', async () => {
    const { tools } = await (await mcp(agent)).listTools();
    const find = tools.find(({ name }) => name === 'tickets_find');
    expect(find).toMatchObject({
      description: 'Finds tickets.',
      annotations: { readOnlyHint: true },
      inputSchema: {
        properties: {
          text: { type: 'string' },
          where: { properties: { open: { type: 'boolean' } }, required: ['open'] },
        },
        required: ['text'],
      },
    });
    expect(await call('tickets_find', { text: 'x'.repeat(21) })).toMatchObject({
      isError: true,
      text: expect.stringContaining('`text`') as string,
    });
    await expect(call('tickets_nothing', {})).rejects.toThrow(/no tool named/);
  });

  test.each([
    ['throws', 'Plugin wrong: as it likes'],
    ['hangs', 'did not finish within 1000 ms'],
    ['big', 'at most 1048576'],
    ['circular', 'circular'],
    ['bigint', 'BigInt'],
  ])('a tool that goes wrong (%s) is an answer that says so', async (name, said) => {
    expect(await call(`wrong_${name}`, {})).toMatchObject({
      isError: true,
      text: expect.stringContaining(said) as string,
    });
  });

  test('who may not run commands has the tools that only read, and those its list names by their plugin', async () => {
    const others = async (allowed: string[], name: string) => {
      const { id } = await stand.client.sessions.create({
        agent_profile: 'developer',
        provider: 'mock_cli',
        session_name: name,
        working_directory: stand.home.cwd,
        allowed_tools: allowed,
      });
      await stand.client.terminals.waitReady(id, { timeoutMs: 30_000 });
      const { tools } = await (await mcp(id)).listTools();
      return { id, names: tools.map((one) => one.name).filter((one) => one.startsWith('tickets_')) };
    };
    const reader = await others(['@cao-mcp-server', 'fs_read'], 'reader');
    expect(reader.names).toEqual(['tickets_find']);
    await expect(call('tickets_close', { id: 1 }, reader.id)).rejects.toThrow(/no tool named/);
    const named = await others(['@cao-mcp-server', 'fs_read', '@tickets'], 'named');
    expect(named.names).toEqual(['tickets_find', 'tickets_close']);
    expect(await call('tickets_close', { id: 7 }, named.id)).toMatchObject({ isError: true });
    expect(await call('tickets_close', { id: 1 }, named.id)).toMatchObject({ text: 'closed 1' });
  });

  test('routes answer below the prefix of their plugin, without what identifies the owner', async () => {
    const answer = await http('/plugins/tickets/http/list/all?q=%C3%A4', { method: 'PUT', body: 'hello' });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual(['PUT', '/list/all', 'ä', null, 'hello']);
    expect(answer.headers.get('x-kept')).toBe('yes');
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('what a route streams arrives as it comes', async () => {
    const { body } = await http('/plugins/tickets/http/stream');
    const chunks = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    expect(await chunks.read()).toEqual({ done: false, value: 'first ' });
    expect(await (await http('/plugins/tickets/http/go')).text()).toBe('gone');
    expect(await chunks.read()).toEqual({ done: false, value: 'last' });
    expect((await chunks.read()).done).toBe(true);
  });

  test.each([
    ['/plugins/tickets/http/boom', 502, 'Plugin tickets: a bad day'],
    ['/plugins/tickets/http/none', 502, 'Plugin tickets: it returned no Response'],
    ['/plugins/wrong/http/', 404, "Plugin 'wrong' has no routes."],
    ['/plugins/nobody/http/', 404, "No plugin 'nobody' is running."],
    ['/plugins/tickets/panels/bad', 502, 'Plugin tickets: its data cannot be shown'],
    ['/plugins/tickets/panels/none', 404, "Plugin 'tickets' has no panel 'none'."],
  ])('%s answers %i and why', async (path, status, detail) => {
    const answer = await http(path);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(detail) as string });
  });

  test('routes and panels are the owner’s alone, and what is sent is bounded', async () => {
    const headers = { authorization: 'Bearer nonsense' };
    expect((await fetch(`${stand.server.url}/plugins/tickets/http/x`, { headers })).status).toBe(401);
    const body = 'x'.repeat(3 * 1024 * 1024);
    expect((await http('/plugins/tickets/http/x', { method: 'POST', body })).status).toBe(413);
  });

  test('panels are listed with the events that make them new, and have data', async () => {
    expect(await (await http('/plugins/panels')).json()).toEqual([
      { plugin: 'tickets', panel: 'open', title: 'Open tickets', refresh_on: ['turn_completed'] },
      { plugin: 'tickets', panel: 'bad', title: 'Bad', refresh_on: [] },
    ]);
    expect(await (await http('/plugins/tickets/panels/open')).json()).toMatchObject({
      kind: 'table',
      columns: [{ key: 'id' }],
    });
  });

  test('cao tells what each plugin brings, and why one brings nothing', async () => {
    const env = { CAO_API_PORT: String(stand.server.port) };
    const info = await runCao(['plugin', 'info', 'tickets'], { home: stand.home, env });
    expect(info.stdout).toMatch(/tools +tickets_find, tickets_close/);
    expect(info.stdout).toMatch(/routes +\/plugins\/tickets\/http/);
    expect(info.stdout).toMatch(/panels +open, bad/);
    const { findings } = await stand.report();
    expect(findings).toMatchObject([
      { name: 'unfit', what: expect.stringContaining('its tool "No Name" needs a name') as string },
    ]);
  });
});

test('a tool that a killed server broke off is done again when it only reads, and told of when not', async () => {
  const slow = `${ZOD}
    import { appendFileSync, existsSync, watch } from 'node:fs'; import { dirname, join } from 'node:path';
    const input = z.object({});
    const work = (name) => async (_input, { home }) => {
      const folder = dirname(home);
      appendFileSync(join(folder, name), 'begun ');
      const events = watch(folder);
      while (!existsSync(join(folder, 'go'))) await new Promise((next) => events.once('change', next));
      events.close();
      return 'done';
    };
    export const plugin = { name: 'slow', tools: {
      look: { description: 'x', input, readOnly: true, run: work('look') },
      act: { description: 'x', input, run: work('act') },
    } };`;
  await using stand = await standWith({ slow }, {}, { CAO_MCP_RETRY_MS: '1000' });
  const begun = (name: string): string => {
    const file = join(stand.home.home, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  const turns = [];
  for (const name of ['look', 'act']) {
    const id = await launch(stand, name);
    turns.push(await stand.client.terminals.input(id, { message: tool(`slow_${name}`, {}) }));
    await until(async () => begun(name) === 'begun ');
  }
  await stand.server.kill9();
  await stand.server.restart();
  await until(async () => begun('look') === 'begun begun ');
  writeFileSync(join(stand.home.home, 'go'), '');
  const [look, act] = await Promise.all(
    turns.map(({ turn_id }) => stand.client.turns.wait(turn_id, { timeoutMs: 60_000 })),
  );
  expect(look?.reply).toContain('done');
  expect(act?.reply).toContain('it may have been done, or not');
  expect(begun('act')).toBe('begun ');
});
