import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ModelEndpoint, startModelEndpoint } from '../../src/index.ts';
import { askMessages, askResponses, SHELL_AND_HANDOFF, user } from './clients.ts';

let endpoint: ModelEndpoint;
beforeEach(async () => {
  endpoint = await startModelEndpoint();
});
afterEach(() => endpoint.close());

test('FAIL answers with an error of the API, as often as asked and then goes on', async () => {
  const prompt = [user('FAIL:529:2\nSAY:through')];
  const first = await askMessages(endpoint, prompt);
  expect(first).toMatchObject({ status: 529, body: { type: 'error', error: { type: 'overloaded_error' } } });
  expect((await askMessages(endpoint, prompt)).status).toBe(529);
  expect(await askMessages(endpoint, prompt)).toMatchObject({ status: 200, text: 'through' });
  expect((await askMessages(endpoint, [user('before'), ...prompt])).status).toBe(529);
});

test('FAIL without a count fails for ever, in the words of either API', async () => {
  for (let attempt = 0; attempt < 3; attempt++) {
    const input = [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'FAIL:429' }] }];
    expect(await askResponses(endpoint, input)).toMatchObject({
      status: 429,
      body: { error: { type: 'rate_limit_error' } },
    });
  }
});

test('FAIL after output breaks off inside the stream', async () => {
  const { status, events } = await askMessages(endpoint, [user('SAY:half\nFAIL:529\nSAY:never')]);
  expect(status).toBe(200);
  expect(events.at(-1)).toMatchObject({ event: 'error', data: { error: { type: 'overloaded_error' } } });
  expect(JSON.stringify(events)).not.toContain('never');
});

test('FAIL:refused tears the connection down', async () => {
  await expect(askMessages(endpoint, [user('FAIL:refused')])).rejects.toThrow('fetch failed');
  expect(endpoint.requests('a')).toMatchObject([{ outcome: 'failed', status: undefined }]);
});

test('EXPECT collects the messages that follow, from the conversation alone', async () => {
  const reply = (text: string): unknown => ({ role: 'assistant', content: [{ type: 'text', text }] });
  const history = [user('EXPECT:2:First: {{1}}\\nSecond: {{2}}')];
  const ask = async (): Promise<string> => {
    const { text } = await askMessages(endpoint, history);
    history.push(reply(text));
    return text;
  };
  expect(await ask()).toBe('waiting for 2');
  history.push(user('one\n\n[Message from terminal 0a1b2c3d. Use send_message.]'));
  expect(await ask()).toBe('noted 1/2');
  history.push(user('SAY:an order in between'));
  expect(await ask()).toBe('an order in between');
  history.push(user('two'));
  expect(await ask()).toBe('First: one\nSecond: two');
  history.push(user('three'));
  expect(await ask()).toBe('OK. three');
});

test('{{sender}} is the terminal that CAO names in the prompt', async () => {
  const prompt = 'TOOL:handoff:{"receiver":"{{sender}}"}\n\n[Assigned by terminal 0a1b2c3d. Send results back.]';
  expect((await askMessages(endpoint, [user(prompt)])).calls).toMatchObject([{ input: { receiver: '0a1b2c3d' } }]);
});

test('HOLD stands still until released, and the log shows it', async () => {
  const asked = askMessages(endpoint, [user('SAY:a\nHOLD:gate\nSAY:b')]);
  const request = await endpoint.waitFor(({ holding }) => holding === 'gate');
  expect(request.outcome).toBe('open');
  endpoint.release('gate');
  expect((await asked).text).toBe('a\nb');
  expect(request).toMatchObject({ outcome: 'answered', holding: undefined });
});

test('a client that goes away is logged as aborted', async () => {
  const body = JSON.stringify({
    model: 'm',
    stream: true,
    tools: SHELL_AND_HANDOFF,
    messages: [user('SAY:a\nHOLD:never')],
  });
  const abort = new AbortController();
  const response = await fetch(`${endpoint.url('b')}/v1/messages`, { method: 'POST', body, signal: abort.signal });
  expect(response.status).toBe(200);
  abort.abort();
  expect((await endpoint.waitFor(({ outcome }) => outcome !== 'open')).outcome).toBe('aborted');
});

test('the log tells agents apart and keeps what was written to each', async () => {
  await askMessages(endpoint, [user('one'), user('two')]);
  await askMessages(endpoint, [user('a title please')], { tools: [] });
  await fetch(`${endpoint.url('other')}/v1/models`);
  expect(endpoint.userTexts('a')).toEqual(['one', 'two']);
  expect(endpoint.requests('a').map(({ side }) => side)).toEqual([false, true]);
  expect(endpoint.requests('other')).toMatchObject([{ path: '/v1/models', status: 200, agent: 'other' }]);
  expect(endpoint.requests()).toHaveLength(3);
});

test('waitFor says what was seen when nothing fits', async () => {
  await askMessages(endpoint, [user('SAY:hi')]);
  await expect(endpoint.waitFor(() => false, 10)).rejects.toThrow(
    /no such request within 10 ms; seen:\n1 a .*turn answered 200/,
  );
});

test('what clients ask beside turns is answered, with and without a prefix', async () => {
  const get = (path: string, init?: RequestInit): Promise<Response> => fetch(`${endpoint.url()}${path}`, init);
  expect((await get('/api/hello')).status).toBe(200);
  expect((await get('/agent/api/hello', { method: 'HEAD' })).status).toBe(200);
  expect((await get('/agent', { method: 'HEAD' })).status).toBe(200);
  expect(await (await get('/v1/models')).json()).toMatchObject({ object: 'list' });
  const count = await get('/agent/v1/messages/count_tokens', { method: 'POST', body: '{"messages":[]}' });
  expect(await count.json()).toEqual({ input_tokens: expect.any(Number) as unknown });
  expect((await get('/v1/messages', { method: 'POST', body: 'no json' })).status).toBe(400);
  expect((await get('/v1/else')).status).toBe(404);
});
