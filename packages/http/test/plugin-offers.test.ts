import { CaoError, type PluginOffers } from '@cao/contracts';
import { expect, test } from 'vitest';
import { CONDUCTOR, tokenOf } from './support/fake-engine.ts';
import { startTestServer } from './support/start.ts';

function answering(answer: (request: Request) => Response | Promise<Response>): PluginOffers {
  return {
    tools: async () => [],
    call: () => Promise.reject(new Error('not in this test')),
    panels: () => [{ plugin: 'tickets', panel: 'open', title: 'Open tickets', refresh_on: [] }],
    async panel(plugin, id) {
      if (id === 'bad') throw new CaoError('plugin_failed', `Plugin ${plugin} failed in panel ${id}: broken`);
      return { kind: 'markdown', text: `${plugin} ${id}` };
    },
    fetch: async (_plugin, request) => answer(request),
  };
}

const echo = answering(async (request) =>
  Response.json({
    method: request.method,
    url: new URL(request.url).pathname + new URL(request.url).search,
    body: await request.text(),
    headers: [...request.headers.keys()].filter((name) => ['authorization', 'cookie', 'x-own'].includes(name)),
  }),
);

test('a plugin gets the path below its prefix, the body, and neither token nor cookie', async () => {
  await using server = await startTestServer({ offers: echo });
  const headers = { cookie: 'a=b', 'x-own': '1' };
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const response = await server.request('/plugins/tickets/http/open/a%2Fb?limit=3', {
      method,
      body: 'hello',
      headers,
    });
    const url = '/open/a%2Fb?limit=3';
    expect(await response.json()).toEqual({ method, url, body: 'hello', headers: ['x-own'] });
  }
  const root = await server.request('/plugins/tickets/http/');
  expect(await root.json()).toMatchObject({ method: 'GET', url: '/', body: '' });
  const head = await server.request('/plugins/tickets/http/open', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('routes and panels are for the owner, behind the guard of every route', async () => {
  await using server = await startTestServer({ offers: echo });
  for (const path of ['/plugins/tickets/http/open', '/plugins/panels', '/plugins/tickets/panels/open']) {
    expect((await server.request(path, { token: '' })).status).toBe(401);
    expect((await server.request(path, { token: 'wrong' })).status).toBe(401);
    expect((await server.request(path, { token: tokenOf(CONDUCTOR) })).status).toBe(403);
  }
  const foreign = { origin: 'https://elsewhere.example' };
  const response = await server.request('/plugins/tickets/http/open', { method: 'POST', headers: foreign });
  expect(response.status).toBe(403);
});

test('panels are listed and read; one that failed is a 502 with the name of the plugin', async () => {
  await using server = await startTestServer({ offers: echo });
  const read = async (path: string) => (await server.request(path)).json();
  expect(await read('/plugins/panels')).toEqual([
    { plugin: 'tickets', panel: 'open', title: 'Open tickets', refresh_on: [] },
  ]);
  expect(await read('/plugins/tickets/panels/open')).toEqual({ kind: 'markdown', text: 'tickets open' });
  const bad = await server.request('/plugins/tickets/panels/bad');
  expect(bad.status).toBe(502);
  expect(await bad.json()).toEqual({ detail: 'Plugin tickets failed in panel bad: broken', code: 'plugin_failed' });
});

test('a body that is too large never reaches the plugin', async () => {
  let reached = 0;
  const answers = answering(() => {
    reached += 1;
    return new Response();
  });
  await using server = await startTestServer({ offers: answers });
  const body = 'x'.repeat(3 * 1024 * 1024);
  const response = await server.request('/plugins/tickets/http/', { method: 'POST', body });
  expect([response.status, reached]).toEqual([413, 0]);
});

test('a stream arrives piece by piece, and the plugin sees that the client has gone', async () => {
  const seen: string[] = [];
  const answers = answering((request) => {
    request.signal.addEventListener('abort', () => seen.push('gone'));
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  });
  await using server = await startTestServer({ offers: answers });
  const abort = new AbortController();
  const response = await server.request('/plugins/tickets/http/live', { signal: abort.signal });
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: 1\n\n');
  abort.abort();
  await expect.poll(() => seen).toEqual(['gone']);
});

test('a stream does not keep the server from stopping: the plugin is told', async () => {
  const seen: string[] = [];
  const answers = answering((request) => {
    request.signal.addEventListener('abort', () => seen.push('stopping'));
    return new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([1])) }));
  });
  await using server = await startTestServer({ offers: answers });
  const response = await server.request('/plugins/tickets/http/live');
  await response.body?.getReader().read();
  await server.app.stop();
  await expect.poll(() => seen).toEqual(['stopping']);
});
