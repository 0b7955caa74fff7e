// The environment of a person with an empty home and an empty npm prefix: nothing of the checkout, and nothing of who runs this.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { headers } from '../setup.mjs';

const OURS = /^(?:npm_|CAO_|INIT_CWD|NODE_)/i;

export async function personEnv({ home, prefix }) {
  const others = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  return {
    ...Object.fromEntries(others),
    ...headers(),
    // How this machine reaches npm's registry; another home and prefix would forget it.
    npm_config_userconfig: npmSetting('userconfig'),
    npm_config_globalconfig: npmSetting('globalconfig'),
    HOME: home,
    PATH: [join(prefix, 'bin'), process.env.PATH].join(delimiter),
    // Somebody who works with CAO has a server at the usual port.
    CAO_API_PORT: await freePort(),
  };
}

function npmSetting(name) {
  return execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim();
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
