// The environment of somebody who has never seen CAO: an empty home, and no variable of ours.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { headers } from '../setup.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm run` adds for this checkout. How npm reaches its registry is a matter of the machine, and stays. */
const OF_THIS_CHECKOUT =
  /^npm_(?!config_)|^npm_config_(allow_scripts|cache|global|location|prefix|(local|global)_prefix)$/i;

export function npmEnv(home) {
  const settings = process.env.npm_config_userconfig ?? join(homedir(), '.npmrc');
  return { ...headers(), ...without(OF_THIS_CHECKOUT, home), npm_config_userconfig: settings };
}

/** With the installed programs first on PATH, and a port that nobody has. */
export async function userEnv(home, programs) {
  const env = without(/^npm_/i, home);
  return { ...env, PATH: `${programs}${delimiter}${env.PATH}`, CAO_API_PORT: String(await freePort()) };
}

function without(names, home) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(CAO_|NODE_PATH$|INIT_CWD$)/.test(name) && !names.test(name),
  );
  // npm puts the programs of the checkout first on PATH for its scripts.
  const path = process.env.PATH.split(delimiter).filter((folder) => !folder.startsWith(ROOT));
  return { ...Object.fromEntries(own), HOME: home, PATH: path.join(delimiter) };
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
