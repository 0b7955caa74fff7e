import { describe, expect, it } from 'vitest';
import { createMcpClient } from '../../src/program/mcp.ts';
import { answer, openStream, sendEvent, startMcpServer, textResult, type TestMcpServer } from './mcp-server.ts';

const SILENCE_MS = 20_000;

function clientOf(server: TestMcpServer, token?: string) {
  return createMcpClient({ url: server.url, token, silenceMs: SILENCE_MS });
}

function quiet(signal = new AbortController().signal) {
  return { signal, onProgress: () => {} };
}

describe('the MCP client', () => {
  it('introduces itself once, then calls with token and progress token', async () => {
    await using server = await startMcpServer((response, { message }) =>
      answer(response, message.id, textResult('hello')),
    );
    const client = clientOf(server, 'secret');
    expect(await client.call('handoff', { message: 'x' }, quiet())).toBe('hello');
    expect(await client.call('handoff', {}, quiet())).toBe('hello');
    expect(server.seen.map(({ message }) => message.method)).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/call',
      'tools/call',
    ]);
    const call = server.seen[2];
    expect(call?.message).toMatchObject({
      params: { name: 'handoff', arguments: { message: 'x' }, _meta: { progressToken: 2 } },
    });
    for (const { headers } of server.seen) expect(headers.authorization).toBe('Bearer secret');
    expect(call?.headers.accept).toBe('application/json, text/event-stream');
    expect(call?.headers['mcp-protocol-version']).toBe('2025-06-18');
  });

  it('reads a stream with comments, progress and characters cut in two', async () => {
    await using server = await startMcpServer((response, { message }) => {
      openStream(response);
      response.write(': keep-alive\n\n');
      sendEvent(response, {
        data: { jsonrpc: '2.0', method: 'notifications/progress', params: { progress: 1, message: 'half' } },
      });
      const bytes = Buffer.from(
        `data: ${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: textResult('é漢') })}\n\n`,
      );
      const cut = bytes.indexOf(0xc3) + 1;
      response.write(bytes.subarray(0, cut), () => response.end(bytes.subarray(cut)));
    });
    const progress: string[] = [];
    const options = { signal: new AbortController().signal, onProgress: (text: string) => void progress.push(text) };
    expect(await clientOf(server).call('t', {}, options)).toBe('é漢');
    expect(progress).toEqual(['half']);
  });

  it('comes back with the last event id after the pause the server asked for, even to a restarted server', async () => {
    let callId: number | undefined;
    let brokeAt = 0;
    await using server = await startMcpServer(
      (response, { message }) => {
        callId = message.id;
        openStream(response);
        sendEvent(response, { id: 'job-1', retry: 300, data: '' });
        sendEvent(response, { data: { jsonrpc: '2.0', method: 'notifications/progress', params: { progress: 1 } } });
      },
      (response, { headers }) => {
        openStream(response);
        const result = textResult(`resumed ${headers['last-event-id'] as string}, ${headers.authorization}`);
        sendEvent(response, { id: 'job-1-end', data: { jsonrpc: '2.0', id: callId, result } });
        response.end();
      },
    );
    const restart = () => {
      brokeAt = performance.now();
      void server.stop().then(() => server.listen(server.port));
    };
    const options = { signal: new AbortController().signal, onProgress: restart };
    expect(await clientOf(server, 'tok').call('handoff', {}, options)).toBe('resumed job-1, Bearer tok');
    // Timers may fire a millisecond early.
    expect(performance.now() - brokeAt).toBeGreaterThanOrEqual(299);
    expect(server.seen.filter(({ message }) => message.method === 'tools/call')).toHaveLength(1);
  });

  it('goes on asking while the server is away, but not for ever', async () => {
    let refusals = 0;
    await using server = await startMcpServer(
      (response) => {
        openStream(response);
        sendEvent(response, { id: 'e', retry: 10, data: '' });
        response.end();
      },
      (response) => {
        refusals += 1;
        response.writeHead(503).end('starting');
      },
    );
    await expect(clientOf(server).call('t', {}, quiet())).rejects.toThrow('HTTP 503: starting');
    expect(refusals).toBe(5);
  });

  it('repeats a call whose stream broke before it had an id, with the same arguments, five times', async () => {
    await using server = await startMcpServer((response) => {
      openStream(response);
      response.write(': here\n\n', () => response.destroy());
    });
    await expect(clientOf(server).call('t', { a: 1 }, quiet())).rejects.toThrow('aborted');
    const calls = server.seen.filter(({ message }) => message.method === 'tools/call');
    expect(calls.map(({ message }) => message.params)).toMatchObject(
      Array.from({ length: 6 }, () => ({ name: 't', arguments: { a: 1 } })),
    );
  });

  it('waits for a server that does not listen yet', async () => {
    await using server = await startMcpServer((response, { message }) =>
      answer(response, message.id, textResult('late')),
    );
    await server.stop();
    const call = clientOf(server).call('t', {}, quiet());
    // Refused after the client was: its own attempt came first.
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
    await server.listen(server.port);
    expect(await call).toBe('late');
  });

  it('begins a new session when a stateful server forgot the old one', async () => {
    let first = true;
    await using server = await startMcpServer((response, { message }) => {
      if (!first) return answer(response, message.id, textResult('again'));
      first = false;
      return void response.writeHead(404).end();
    });
    expect(await clientOf(server).call('t', {}, quiet())).toBe('again');
    expect(server.seen.filter(({ message }) => message.method === 'initialize')).toHaveLength(2);
  });

  it('says why a call failed', async () => {
    await using refusing = await startMcpServer((response) => void response.writeHead(401).end('bad token'));
    await expect(clientOf(refusing).call('t', {}, quiet())).rejects.toThrow('HTTP 401: bad token');
    await using failing = await startMcpServer((response, { message }) =>
      answer(response, message.id, { ...(textResult('no such profile') as object), isError: true }),
    );
    await expect(clientOf(failing).call('t', {}, quiet())).rejects.toThrow('no such profile');
  });

  it('takes its call back when it is interrupted', async () => {
    const abort = new AbortController();
    await using server = await startMcpServer((response) => {
      openStream(response);
      sendEvent(response, { id: 'e', data: '' });
      abort.abort();
    });
    await expect(clientOf(server).call('t', {}, quiet(abort.signal))).rejects.toThrow('aborted');
    await expect
      .poll(() => server.seen.at(-1)?.message)
      .toMatchObject({ method: 'notifications/cancelled', params: { requestId: 2 } });
  });
});
