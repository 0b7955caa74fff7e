import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, startServer, tempHome, type TempHome } from '../../src/index.ts';

const program = fileURLToPath(new URL('../fixtures/ready-server.mjs', import.meta.url));

let home: TempHome;
beforeEach(async () => {
  home = await tempHome();
});
afterEach(() => home.dispose());

const environment = async (url: string): Promise<unknown> => (await fetch(url)).json();

test('a server is ready when the promise resolves, and runs in the home', async () => {
  await using server = await startServer({ home, program, env: { MORE: '1' } });
  expect(await environment(server.url)).toMatchObject({ CAO_HOME_DIR: home.caoHome, MORE: '1' });
  expect(server.output()).toContain('some other line\n');
  expect(home.processes().map(({ pid }) => pid)).toEqual([server.pid]);
});

test('stop asks politely and gives the exit code, twice as well', async () => {
  const server = await startServer({ home, program });
  expect(await server.stop()).toBe(7);
  expect(await server.stop()).toBe(7);
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
});

test('after a kill the server comes back on the same port as another process', async () => {
  await using server = await startServer({ home, program });
  const { pid, port } = server;
  await server.kill9();
  expect(isAlive(pid)).toBe(false);
  await server.restart({ AGAIN: '1' });
  expect(server).toMatchObject({ port });
  expect(server.pid).not.toBe(pid);
  expect(await environment(server.url)).toMatchObject({ AGAIN: '1' });
});

test('a server that does not start is reported with what it said', async () => {
  const starting = startServer({ home, program, args: ['--fail'] });
  await expect(starting).rejects.toThrow('the server did not start; it said:\ncannot open the database');
});
