import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { mountPlugin, sampleEvent } from '@cao/plugin-sdk/testing';
import { expect, onTestFinished, test } from 'vitest';
import { plugin } from '../src/index.ts';

const question = { kind: 'text' as const, text: 'Go?', options: [] };

/** A real counterpart, which answers with a status. */
async function address(status: number): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    server.emit('told', text(request));
    response.writeHead(status).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test('a question reaches the address', async () => {
  const { url, server } = await address(200);
  const told = once(server, 'told');
  const mounted = await mountPlugin(plugin, { options: { url } });
  await mounted.emit(sampleEvent('needs_input', { question }));
  expect(await (await told)[0]).toBe('cao-sample: Go?');
  await mounted.stop();
});

test('an address that refuses is an error that says so', async () => {
  const { url } = await address(500);
  const mounted = await mountPlugin(plugin, { options: { url } });
  await expect(mounted.emit(sampleEvent('needs_input', { question }))).rejects.toThrow('answered 500');
  await mounted.stop();
});

test('without an address it says what is missing', async () => {
  await expect(mountPlugin(plugin)).rejects.toThrow(/url/);
});
