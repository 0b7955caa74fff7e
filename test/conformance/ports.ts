import { createServer, type AddressInfo, type Server } from 'node:net';

/** Whether a program could listen on this port of this machine now. */
export async function isFree(port: number): Promise<boolean> {
  const server = await listen(port).catch(() => undefined);
  await server?.[Symbol.asyncDispose]();
  return server !== undefined;
}

export async function freePort(): Promise<number> {
  await using server = await listen(0);
  return (server.address() as AddressInfo).port;
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
