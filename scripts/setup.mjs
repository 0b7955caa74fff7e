// Makes a fresh clone runnable: checks Node, installs with the pinned pnpm, builds. Does nothing that is already done.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = `${ROOT}node_modules/.cao-installed`;
const MINIMUM = [20, 19];
/** Of what a failed command said; compilers say much. */
const FAILURE_LINES = 60;

/** Returns when everything is installed and built; ends the process with a reason when that fails. */
export function setup({ quiet = false } = {}) {
  checkNode();
  install(quiet);
  build(quiet);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  fail(`CAO needs Node ${MINIMUM.join('.')} or newer; this is ${process.versions.node}.`);
}

function install(quiet) {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) hash.update(readFileSync(ROOT + file));
  hash.update(process.version);
  const wanted = hash.digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  const { packageManager } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  say(quiet, `Installing with ${packageManager} (compiles SQLite the first time, about a minute) …`);
  run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    failure:
      'The installation failed, for the reason above. SQLite and the terminal module are compiled: that needs make, g++, python3, and the headers of Node.',
    env: headers(),
  });
  mkdirSync(`${ROOT}node_modules`, { recursive: true });
  writeFileSync(STAMP, wanted);
}

function build(quiet) {
  say(quiet, 'Building …');
  run('npx', ['turbo', 'run', 'build', '--output-logs=errors-only', '--log-order=grouped'], {
    failure: 'The build failed; the errors are above.',
  });
}

/** Node's own headers, where it came with them: they need not be fetched then. */
export function headers() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  const given = process.env.npm_config_nodedir !== undefined;
  return !given && existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}

/** Nothing but results belongs on standard output; what a command says is shown when it fails. */
function run(command, args, { failure, env = {} }) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', CI: process.env.CI ?? 'true', ...env },
  });
  if (result.status === 0) return;
  const said = `${result.stdout ?? ''}${result.stderr ?? ''}`.trimEnd().split('\n');
  process.stderr.write(`${said.slice(-FAILURE_LINES).join('\n')}\n`);
  fail(result.error ? `${failure}\n${result.error.message}` : failure);
}

function say(quiet, text) {
  if (!quiet) process.stderr.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
