// Makes a fresh clone runnable: checks Node, installs with the pinned pnpm, builds. Does nothing that is already done.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = `${ROOT}node_modules/.cao-installed`;
const MINIMUM = [20, 19];

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
  run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'], {
    failure:
      'The installation failed. A C++ toolchain (make, g++, python3) is needed to compile SQLite and the terminal module.',
  });
  mkdirSync(`${ROOT}node_modules`, { recursive: true });
  writeFileSync(STAMP, wanted);
}

function build(quiet) {
  say(quiet, 'Building …');
  run('npx', ['turbo', 'run', 'build', '--output-logs=errors-only', '--log-order=grouped'], {
    failure: 'The build failed; the errors are above.',
    silent: true,
  });
}

function run(command, args, { failure, silent = false }) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    // Nothing but results belongs on standard output.
    stdio: silent ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', CI: process.env.CI ?? 'true' },
  });
  if (result.status === 0) return;
  if (silent) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  fail(result.error ? `${failure}\n${result.error.message}` : failure);
}

function say(quiet, text) {
  if (!quiet) process.stderr.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
