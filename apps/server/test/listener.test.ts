import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { listen } from '../src/listener.ts';

const hello = {
  request: (_request: unknown, response: { end(text: string): void }): void => response.end('hello'),
  upgrade: (_request: unknown, socket: { write(text: string): void }): void => socket.write('HTTP/1.1 101 Hi\r\n\r\n'),
};

test('requests wait until somebody serves them, and again while nobody does', async () => {
  const listener = await listen('127.0.0.1', 0);
  const early = fetch(listener.url);
  listener.serve(hello);
  expect(await (await early).text()).toBe('hello');
  listener.hold();
  const held = fetch(listener.url);
  listener.serve(hello);
  expect(await (await held).text()).toBe('hello');
  await listener.close(0);
});

test('a taken port is told as such', async () => {
  const listener = await listen('127.0.0.1', 0);
  await expect(listen('127.0.0.1', listener.port)).rejects.toMatchObject({
    code: 'conflict',
    message: `Port ${listener.port} on 127.0.0.1 is taken by another program.`,
  });
  await listener.close(0);
  await expect(listen('203.0.113.1', 0)).rejects.toMatchObject({ code: 'invalid_input' });
});

test('a wildcard address is reached through loopback', async () => {
  const listener = await listen('0.0.0.0', 0);
  expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`);
  await listener.close(0);
});

test('a close lets answers finish, cuts off the rest in time, and may be repeated', async () => {
  const listener = await listen('127.0.0.1', 0);
  let answer!: (text: string) => void;
  listener.serve({
    ...hello,
    request: (_request, response) => {
      answer = (text) => response.end(text);
    },
  });
  const under_way = fetch(listener.url);
  const upgraded = connect(listener.port, '127.0.0.1');
  upgraded.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
  await new Promise((resolve) => upgraded.once('data', resolve));
  await expect.poll(() => answer !== undefined).toBe(true);
  const closed = listener.close(200);
  expect(listener.close(0)).toBe(closed);
  answer('finished');
  expect(await (await under_way).text()).toBe('finished');
  const ended = new Promise((resolve) => upgraded.once('close', resolve));
  await Promise.all([closed, ended]);
  await expect(fetch(listener.url)).rejects.toThrow('fetch failed');
});
