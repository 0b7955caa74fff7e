import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHIPPED_SKILLS } from '@cao/profiles';
import { eventually, run, tempHome, type RunResult, type TempHome } from '@cao/testkit';
import { expect, it } from 'vitest';
import { freePort } from './support/free-port.ts';

const LIMIT_MS = 60_000;
const program = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

interface Person extends AsyncDisposable {
  readonly home: TempHome;
  /** Types a line, or a block of the skill, into a shell. */
  shell(text: string): Promise<RunResult>;
  ok(text: string): Promise<string>;
}

/** A home in which the paths of the skill are where CAO's things are, and its programs on the PATH. */
async function person(): Promise<Person> {
  const home = await tempHome();
  await mkdir(path.join(home.home, '.aws'));
  await mkdir(home.caoHome);
  await symlink(home.caoHome, path.join(home.home, '.aws', 'cli-agent-orchestrator'));
  await home.addProgram(program('cli/bin/cao.js'), 'cao');
  await home.addProgram(program('server/bin/cao-server.js'), 'cao-server');
  const port = String(await freePort());
  const env = { ...home.env, CAO_API_PORT: port };
  const shell = (text: string): Promise<RunResult> => {
    const here = text
      .replaceAll('localhost:9889', `localhost:${port}`)
      .replaceAll('/path/to/project', home.cwd)
      // The CLI that comes with CAO stands for the default, which needs an account.
      .replaceAll('--agents code_supervisor', '--agents code_supervisor --provider mock_cli');
    return run('/bin/bash', ['--norc', '-euc', here], { env, cwd: home.cwd, timeoutMs: LIMIT_MS });
  };
  return {
    home,
    shell,
    async ok(text) {
      const result = await shell(text);
      if (result.code === 0) return result.stdout;
      throw new Error(`${text}\nended with ${result.code}:\n${result.stdout}${result.stderr}`);
    },
    [Symbol.asyncDispose]: () => home.dispose(),
  };
}

/** The shell block of the skill that holds these words. */
function block(words: string): string {
  const text = readFileSync(path.join(SHIPPED_SKILLS, 'cao-session-management', 'SKILL.md'), 'utf8');
  const blocks = [...text.matchAll(/^( *)```bash\n([\s\S]*?)^ *```$/gm)].map(([, , inside = '']) => inside);
  const found = blocks.find((inside) => inside.includes(words));
  if (found === undefined) throw new Error(`the skill has no block with ${words}`);
  return found;
}

it('cao-session-management runs as written, from an empty home to the clean-up', async () => {
  await using me = await person();
  const check = block('echo OK');
  expect(await me.ok(check)).toBe('start cao-server\n');
  await me.ok('cao-server >server.log 2>&1 &');
  await eventually(async () => expect(await me.ok(check)).toBe('OK\n'), { timeoutMs: LIMIT_MS });

  const said = await me.ok(block('cao install code_supervisor'));
  for (const name of ['code_supervisor', 'developer', 'reviewer']) {
    expect(said).toContain(`✓ Agent '${name}' installed successfully\n`);
    const native = path.join(me.home.home, '.kiro', 'agents', `${name}.json`);
    expect(said).toContain(`✓ kiro_cli agent: ${native}\n`);
    expect(existsSync(native)).toBe(true);
  }
  expect(said).toContain('MOCK: Build a hello-world Python script. Delegate to developer, then reviewer.');
  expect(said).toContain("✓ Shutdown session 'cao-my-task'");

  const rows = JSON.parse(await me.ok('curl -sf http://localhost:9889/agents/profiles')) as object[];
  expect(rows).toContainEqual(expect.objectContaining({ name: 'developer', source: 'built-in' }));
  expect(await me.ok('ls ~/.aws/cli-agent-orchestrator/agent-context/')).toBe(
    'code_supervisor.md\ndeveloper.md\nreviewer.md\n',
  );
  expect((await me.shell('cao launch --agents nobody --headless --yolo')).code).toBe(1);
});

it('an agent is told of the skills and can read each', async () => {
  await using me = await person();
  const launch = 'cao launch --provider mock_cli --headless --yolo --session-name s --agents';
  const told = await me.ok(`${launch} developer SYSTEM`);
  const names = (JSON.parse(await me.ok('cao skills list --json')) as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual([
    'cao-plugin',
    'cao-provider',
    'cao-session-management',
    'cao-supervisor-protocols',
    'cao-worker-protocols',
  ]);
  for (const name of names) {
    expect(told).toContain(`- **${name}**: `);
    const read = await me.ok(`cao session send cao-s 'TOOL load_skill {"name":"${name}"}'`);
    const file = await readFile(path.join(SHIPPED_SKILLS, name, 'SKILL.md'), 'utf8');
    expect(read).toContain(/^# .*$/m.exec(file)?.[0]);
    expect(read).not.toContain('description:');
  }
});

it('a profile chooses its skills, and who may not load one is told of none', async () => {
  await using me = await person();
  await me.ok('cao profile create picky --skill "*-protocols" --role reviewer');
  const picky = await me.ok('cao launch --provider mock_cli --headless --yolo --agents picky SYSTEM');
  expect(picky).toContain('cao-worker-protocols');
  expect(picky).not.toContain('cao-plugin');
  const tools = '--auto-approve --allowed-tools fs_read';
  const alone = await me.ok(`cao launch --provider mock_cli --headless ${tools} --agents developer SYSTEM`);
  expect(alone).not.toContain('load_skill');
});

it('a file of the person with the name of a shipped profile is not used, and they are told', async () => {
  await using me = await person();
  await mkdir(path.join(me.home.caoHome, 'agent-store'));
  await writeFile(path.join(me.home.caoHome, 'agent-store', 'developer.md'), 'Only mine.\n');
  const launch = 'cao launch --provider mock_cli --headless --yolo --agents developer SYSTEM';
  const { stdout, stderr } = await me.shell(launch);
  expect(stdout).not.toContain('Only mine.');
  expect(stderr).toContain("the profile 'developer' of local is not used");
  await eventually(async () => expect(await me.ok('cao server logs')).toContain('another one has their name'));
  await writeFile(path.join(me.home.caoHome, 'settings.json'), '{"agents":{"prefer_local_profiles":true}}');
  const preferred = await me.shell(launch);
  expect(preferred.stdout).toContain('Only mine.');
  expect(preferred.stderr).not.toContain('is not used');
});

it('the files stay as the person left them, over restarts of the server', async () => {
  await using me = await person();
  await me.ok('cao server start');
  await eventually(async () => expect(await me.ok('cao skills list')).toContain('cao-plugin'));
  await me.ok('cao skills remove cao-plugin');
  const own = path.join(me.home.caoHome, 'skills', 'cao-provider', 'SKILL.md');
  await me.ok(`echo mine >> ${own}`);
  await me.ok('cao server stop && cao server start');
  expect(await me.ok('cao skills list')).not.toContain('cao-plugin');
  expect(await readFile(own, 'utf8')).toMatch(/\nmine\n$/);
});
