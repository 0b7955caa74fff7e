// The environment of somebody who has never seen CAO: an empty home, and no variable of ours.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { headers } from '../setup.mjs';

/** How npm reaches its registry is a matter of the machine: its own settings stay. */
export function npmEnv(home) {
  const settings = process.env.npm_config_userconfig ?? join(homedir(), '.npmrc');
  const own = Object.entries(process.env).filter(([name]) => !/^(CAO_|npm_)/i.test(name));
  return { ...Object.fromEntries(own), ...headers(), HOME: home, npm_config_userconfig: settings };
}

/** With the installed programs first on PATH, and a port that nobody has. */
export async function userEnv(home, programs) {
  const { npm_config_userconfig: _, ...env } = npmEnv(home);
  const path = `${programs}${delimiter}${process.env.PATH}`;
  return { ...env, PATH: path, CAO_API_PORT: String(await freePort()) };
}

/** Where a program is found on PATH. */
export function installed(name, { PATH }) {
  return PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
