// npm run packed: packs every public package, installs the command line by name into an empty prefix of a person with an empty
// home, and has a conductor with two workers finish a task there. Fails with a reason, or when it takes more than five minutes.
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endAll, leftovers } from './packed/leftovers.mjs';
import { personEnv } from './packed/person-env.mjs';
import { startRegistry } from './packed/registry.mjs';
import { createSteps } from './packed/steps.mjs';
import { setup } from './setup.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LIMIT_S = 300;
const PROGRAMS = ['cao', 'cao-server', 'cao-mcp-server', 'cao-ops-mcp-server'];
/** Workers of a scripted team report within seconds. */
const REPORT_S = 60;
/** Tests of this repository only. */
const NOT_PUBLIC = '!@cao/testkit';

setup();

const at = mkdtempSync(join(realpathSync(tmpdir()), 'cao-packed-'));
const [home, prefix, tarballs, project] = ['home', 'prefix', 'tarballs', 'project'].map((name) => join(at, name));
for (const folder of [home, prefix, tarballs, project]) mkdirSync(folder);
const { step, seconds } = createSteps({ limitS: LIMIT_S });
let registry;

try {
  const pack = ['pnpm', '-r', '--filter', NOT_PUBLIC, 'pack', '--pack-destination', tarballs];
  await step('pack', 'npx', pack, { cwd: ROOT });
  registry = await startRegistry(tarballs);
  const person = { cwd: project, env: await personEnv({ home, prefix }) };
  const from = seconds();
  await install(person);
  await session(person);
  const total = Math.round(seconds() - from);
  const left = await leftovers(home);
  if (left.length > 0) throw new Error(`left running: ${left.join(', ')}`);
  process.stdout.write(`\nFrom npm install to the end of a session with two workers: ${total} s\n`);
  if (total > LIMIT_S) throw new Error(`that is more than ${LIMIT_S} s`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  registry?.close();
  endAll(home);
  rmSync(at, { recursive: true, force: true, maxRetries: 5 });
}

async function install(person) {
  const npm = ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', `--@cao:registry=${registry.url}`];
  await step('npm install --global @cao/cli', 'npm', [...npm, '@cao/cli'], person);
  const missing = PROGRAMS.filter((program) => !existsSync(join(prefix, 'bin', program)));
  if (missing.length > 0) throw new Error(`there is no ${missing.join(', ')}`);
  const elsewhere = linksOutside(join(prefix, 'lib'));
  if (elsewhere.length > 0) throw new Error(`parts are not what was packed: ${elsewhere.join(', ')}`);
}

async function session(person) {
  const cao = (words, wanted, more) => step(`cao ${words[0]}`, 'cao', words, { ...person, wanted, ...more });
  const launch = ['launch', '--agents', 'code_supervisor', '--provider', 'mock_cli', '--headless', '--yolo'];
  await cao(['--version'], '.');
  await cao(['provider', 'list'], 'claude_code');
  await cao(['install', 'code_supervisor'], 'installed successfully');
  await cao([...launch, '--session-name', 'my-task', '--working-directory', project, task()], '"output":"built"');
  await cao(['session', 'status', 'cao-my-task', '--workers'], 'developer built, reviewer tested', {
    againForS: REPORT_S,
  });
  await cao(['shutdown', '--session', 'cao-my-task'], 'cao-my-task');
  await cao(['server', 'stop', '--with-agents'], 'Stopped');
}

/** For the scripted agent: one worker is waited for, the other reports. */
function task() {
  const call = (tool, input) => `TOOL ${tool} ${JSON.stringify(input)}`;
  const report = call('send_message', { receiver_id: '{{sender}}', message: 'tested' });
  return [
    call('assign', { agent_profile: 'reviewer', message: report }),
    call('handoff', { agent_profile: 'developer', message: 'THINK 1\nSAY built' }),
    'EXPECT 1 SAY developer built, reviewer {{1}}',
  ].join('\n');
}

/** Links that lead out of what was installed: something of the checkout would be used. */
function linksOutside(folder) {
  const paths = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  return paths.filter((path) => lstatSync(path).isSymbolicLink() && !realpathSync(path).startsWith(folder));
}
