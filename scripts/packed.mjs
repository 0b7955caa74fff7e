// npm run packed: what a first-time user does, with packages as npm would publish them and nothing of this checkout: installs
// @cao/cli into an empty folder with an empty home, plays the README's first session with two scripted workers, and ends it. Then
// what authors do: makes a package of each kind, builds, tests and packs it, and adds it to another home.
// npm run packed -- --pack FOLDER only writes the packages there.
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { installed, npmEnv, userEnv } from './packed/environment.mjs';
import { generators } from './packed/generators.mjs';
import { assertOwnTree, processesOf } from './packed/leftovers.mjs';
import { readmeCommand } from './packed/readme.mjs';
import { startRegistry } from './packed/registry.mjs';
import { launchCommand, waitForResult } from './packed/session.mjs';
import { finish, run, seconds, step } from './packed/steps.mjs';
import { setup } from './setup.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Milliseconds. The promise: from `npm install` to the end of a session with two workers. */
const LIMIT_MS = 5 * 60_000;
/** Milliseconds. One command of CAO, which may wait for an agent. */
const COMMAND_MS = 90_000;
/** Milliseconds. What was told to end is gone a moment later. */
const END_MS = 5000;
const LOOK_MS = 100;
/** Commands of the README that come when the result is there; `attach` needs a terminal, `resume` a crash. */
const AFTERWARDS = ['list', 'status', 'send'].map((name) => `cao session ${name}`);
AFTERWARDS.push('cao terminal explain', 'cao shutdown', 'cao server stop');
/** What the README tells to install. */
const NAMED = readmeCommand('npm install -g').slice(3);
const PROGRAMS = ['cao', 'cao-server', 'cao-mcp-server', 'cao-ops-mcp-server'];

setup();
const [option, folder] = process.argv.slice(2);
if (option === '--pack') await pack(resolve(folder ?? 'packed'));
else await main();

async function main() {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'cao-packed-')));
  const tarballs = join(place, 'tarballs');
  let failure;
  try {
    await step('pack every public package', () => pack(tarballs));
    const registry = await startRegistry(tarballs);
    try {
      await firstSession(place, registry);
      await generators(place, join(place, 'prefix/node_modules/.bin'), registry);
      await step('no process is left', () => assertNothingRuns(place));
      await step('npm install -g puts them on PATH; without install scripts CAO says what to run', () =>
        installGlobally(place, registry),
      );
    } finally {
      registry.stop();
    }
  } catch (error) {
    failure = error;
  }
  rmSync(place, { recursive: true, force: true });
  finish(failure);
}

async function pack(target) {
  mkdirSync(target, { recursive: true });
  const groups = ['packages', 'providers', 'plugins', 'apps'].flatMap((group) => ['--filter', `./${group}/*`]);
  const args = ['-r', ...groups, '--filter', '!@cao/testkit', 'pack', '--pack-destination', target];
  await run(join(ROOT, 'node_modules/.bin/pnpm'), args, { cwd: ROOT, env: process.env, limitMs: LIMIT_MS });
}

async function firstSession(place, registry) {
  const { home, prefix, work } = emptyFolders(place);
  const npm = (...args) =>
    run('npm', [...args, `--@cao:registry=${registry.url}`], { cwd: work, env: npmEnv(home), limitMs: LIMIT_MS });
  const env = await userEnv(home, join(prefix, 'node_modules/.bin'));
  const call = ([program, ...args], options = {}) =>
    run(program, args, { cwd: work, env, limitMs: COMMAND_MS, ...options });
  const since = performance.now();
  try {
    await step(`npm install ${NAMED.join(' ')} into an empty folder`, () =>
      npm('install', '--prefix', prefix, ...NAMED),
    );
    await step('nothing installed leads into the checkout', () => assertInstalled(prefix, registry));
    await step(`${PROGRAMS.join(', ')} are there`, () => Promise.all(PROGRAMS.map((name) => call([name, '--help']))));
    await step('cao server start', () => call(['cao', 'server', 'start']));
    await step('cao provider list has every packed provider', () => assertProviders(call, registry));
    for (const profile of ['code_supervisor', 'developer', 'reviewer']) {
      await step(`cao install ${profile}`, () => call(['cao', 'install', profile]));
    }
    await step('cao launch: a conductor hands off to one worker', () => call(launchCommand(work)));
    const { id, last_output: result } = await step('the second worker calls back', () => waitForResult(call));
    process.stdout.write(`          ${result.trim()}\n`);
    for (const start of AFTERWARDS) {
      const words = readmeCommand(start).map((word) => (word === '<terminal-id>' ? id : word));
      await step(words.join(' '), () => call(words));
    }
    await step('no process is left', () => assertNothingRuns(place));
    await step(`done ${seconds(since).trim()} after npm install began`, () => assertInTime(performance.now() - since));
  } finally {
    if (processesOf(place).length > 0) {
      // What went wrong first is what must be heard.
      await call(['cao', 'server', 'stop', '--with-agents'], { cleansUp: true }).catch(() => undefined);
    }
  }
}

function emptyFolders(place) {
  const folders = { home: join(place, 'home'), prefix: join(place, 'prefix'), work: join(place, 'work') };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  return folders;
}

/** What a package needs, directly or not, and every provider. Plugins are added by who wants them. */
function broughtBy(name, manifests) {
  const found = new Set([name, ...manifests.map((one) => one.name).filter((one) => one.startsWith('@cao/provider-'))]);
  for (const one of found) {
    const { dependencies = {} } = manifests.find((manifest) => manifest.name === one) ?? {};
    for (const dependency of Object.keys(dependencies)) if (dependency.startsWith('@cao/')) found.add(dependency);
  }
  return [...found];
}

function assertInstalled(prefix, { manifests }) {
  assertOwnTree(prefix, realpathSync(ROOT));
  const names = new Set(readdirSync(join(prefix, 'node_modules/@cao')));
  const missing = broughtBy('@cao/cli', manifests).filter((name) => !names.has(name.replace('@cao/', '')));
  if (missing.length > 0) throw new Error(`@cao/cli does not bring ${missing.join(', ')}.`);
}

async function assertProviders(call, { manifests }) {
  const rows = JSON.parse(await call(['cao', 'provider', 'list', '--json']));
  const packed = manifests.flatMap(({ cao }) => Object.keys(cao?.providers ?? {}));
  const missing = packed.filter((id) => !rows.some(({ name }) => name === id));
  if (missing.length > 0) throw new Error(`It does not list ${missing.join(', ')}.`);
}

async function assertNothingRuns(place) {
  const until = performance.now() + END_MS;
  while (processesOf(place).length > 0 && performance.now() < until) await delay(LOOK_MS);
  const left = processesOf(place);
  if (left.length > 0) throw new Error(`These go on:\n${left.join('\n')}`);
}

function assertInTime(ms) {
  if (ms > LIMIT_MS) throw new Error(`That is longer than ${LIMIT_MS / 60_000} minutes.`);
}

/** Without install scripts, which the first installation has run: nothing is compiled, and CAO must say what that takes. */
async function installGlobally(place, { url }) {
  const prefix = join(place, 'global');
  const args = ['install', '--global', '--prefix', prefix, '--ignore-scripts', `--@cao:registry=${url}`, ...NAMED];
  await run('npm', args, { cwd: place, env: npmEnv(join(place, 'home')), limitMs: LIMIT_MS });
  const env = await userEnv(join(place, 'other-home'), join(prefix, 'bin'));
  const call = (name, ...words) => run(name, words, { cwd: place, env, limitMs: COMMAND_MS });
  for (const name of PROGRAMS) {
    if (installed(name, env) !== join(prefix, 'bin', name)) throw new Error(`${name} is not in ${prefix}/bin.`);
    await call(name, '--help');
  }
  const { message } = await call('cao', 'server', 'start').catch((error) => error);
  // The terminal host is started beside the server, and stays.
  await run('cao', ['server', 'stop', '--with-agents'], { cwd: place, env, limitMs: COMMAND_MS, cleansUp: true });
  await assertNothingRuns(place);
  if (!message?.includes('npm rebuild better-sqlite3 node-pty')) throw new Error(`cao server start said: ${message}`);
}
