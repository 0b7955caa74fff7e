// What an author does and what somebody else then does: makes a package of each kind with the installed CAO, builds, lints, tests
// and packs it, and adds the tarball to a home that has never seen it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmEnv, userEnv } from './environment.mjs';
import { run, step } from './steps.mjs';

/** Milliseconds. Installing a compiler and a test runner, at most. */
const LIMIT_MS = 180_000;

/** Each with what makes it, what its author runs, and where others see it. */
const KINDS = [
  {
    name: 'call-me',
    make: ['cao', 'plugin', 'new', 'call-me'],
    author: [['install'], ['run', 'build'], ['run', 'lint'], ['test']],
    seen: ['cao', 'plugin', 'list', '--json'],
  },
  {
    name: 'trial_cli',
    folder: 'trial-cli',
    make: ['cao', 'provider', 'new', 'trial_cli'],
    author: [['install'], ['run', 'build'], ['run', 'lint'], ['test']],
    seen: ['cao', 'provider', 'list', '--json'],
  },
  {
    name: 'ticket_writer',
    folder: 'ticket-writer',
    make: ['cao', 'profile', 'new', 'ticket_writer'],
    author: [['run', 'lint'], ['test']],
    seen: ['cao', 'profile', 'list', '--json'],
  },
  {
    name: 'ticket-style',
    make: ['npm', 'create', '@cao', 'skill', 'ticket-style'],
    author: [['test']],
    seen: ['cao', 'skill', 'list', '--json'],
  },
];

/** `programs`: the folder of the installed commands. */
export async function generators(place, programs, registry) {
  const author = await machine(place, 'author', programs, registry);
  const other = await machine(place, 'other', programs, registry);
  try {
    for (const { name, folder = name, make, author: steps, seen } of KINDS) {
      const inFolder = { ...author, cwd: join(author.cwd, folder) };
      await step(make.join(' '), () => call(make, author));
      for (const words of steps) await step(`  npm ${words.join(' ')}`, () => call(['npm', ...words], inFolder));
      const tarball = await step('  npm pack', async () => {
        const [made] = JSON.parse(jsonOf(await call(['npm', 'pack', '--json'], inFolder)));
        return join(inFolder.cwd, made.filename);
      });
      await step('  cao plugin add, in another home', () => call(['cao', 'plugin', 'add', tarball], other));
      await step(`  ${seen.slice(0, 3).join(' ')} has it there`, () => assertListed(name, seen, other));
    }
  } finally {
    await call(['cao', 'server', 'stop', '--with-agents'], { ...other, cleansUp: true }).catch(() => undefined);
  }
}

/** Somebody with an empty home, who gets CAO's packages from where they are published. */
async function machine(place, name, programs, { url }) {
  const [home, cwd] = [join(place, name), join(place, name, 'work')];
  mkdirSync(cwd, { recursive: true });
  const npm = npmEnv(home);
  const settings = join(home, 'npm-settings');
  writeFileSync(settings, `${textOf(npm.npm_config_userconfig)}\n@cao:registry=${url}\n`);
  const { CAO_API_PORT, PATH } = await userEnv(home, programs);
  return { cwd, env: { ...npm, npm_config_userconfig: settings, npm_config_yes: 'true', CAO_API_PORT, PATH } };
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function call([program, ...args], { cwd, env, cleansUp = false }) {
  return run(program, args, { cwd, env, limitMs: LIMIT_MS, cleansUp });
}

/** Scripts of the package speak before npm does. */
function jsonOf(printed) {
  return printed.slice(printed.search(/^\[/m));
}

async function assertListed(name, words, machine) {
  const rows = JSON.parse(await call(words, machine));
  if (!rows.some((row) => row.name === name)) throw new Error(`It lists ${rows.map((row) => row.name).join(', ')}.`);
}
