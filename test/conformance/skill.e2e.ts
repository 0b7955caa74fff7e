import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SHIPPED_SKILLS } from '@cao/profiles';
import { eventually } from '@cao/testkit';
import { expect, it } from 'vitest';
import { LIMIT_MS, person } from './person.ts';

/** The shell block of the skill that holds these words. */
function block(words: string): string {
  const text = readFileSync(path.join(SHIPPED_SKILLS, 'cao-session-management', 'SKILL.md'), 'utf8');
  const blocks = [...text.matchAll(/^( *)```bash\n([\s\S]*?)^ *```$/gm)].map(([, , inside = '']) => inside);
  const found = blocks.find((inside) => inside.includes(words));
  if (found === undefined) throw new Error(`the skill has no block with ${words}`);
  return found;
}

it('cao-session-management runs as written, from an empty home to the clean-up', async () => {
  await using me = await person({ anyPort: true });
  const check = block('echo OK');
  expect(await me.ok(check)).toBe('start cao-server\n');
  await me.ok('cao-server >server.log 2>&1 &');
  await eventually(async () => expect(await me.ok(check)).toBe('OK\n'), { timeoutMs: LIMIT_MS });

  await me.script('Delegate to developer, then reviewer.', 'SAYJSON:"delegated and done"');
  const said = await me.ok(block('cao install code_supervisor'));
  for (const name of ['code_supervisor', 'developer', 'reviewer']) {
    expect(said).toContain(`✓ Agent '${name}' installed successfully\n`);
    const native = path.join(me.home.home, '.kiro', 'agents', `${name}.json`);
    expect(said).toContain(`✓ kiro_cli agent: ${native}\n`);
    expect(existsSync(native)).toBe(true);
  }
  expect(said).toContain('delegated and done');
  expect(said).toContain("✓ Shutdown session 'cao-my-task'");

  const rows = JSON.parse(await me.ok('curl -sf http://localhost:9889/agents/profiles')) as object[];
  expect(rows).toContainEqual(expect.objectContaining({ name: 'developer', source: 'built-in' }));
  expect(await me.ok('ls ~/.aws/cli-agent-orchestrator/agent-context/')).toBe(
    'code_supervisor.md\ndeveloper.md\nreviewer.md\n',
  );
  expect((await me.shell('cao launch --agents nobody --headless --yolo')).code).toBe(1);
});

it('an agent is told of the skills and can read each', async () => {
  await using me = await person({ anyPort: true });
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
  await using me = await person({ anyPort: true });
  await me.ok('cao profile create picky --skill "*-protocols" --role reviewer');
  const picky = await me.ok('cao launch --provider mock_cli --headless --yolo --agents picky SYSTEM');
  expect(picky).toContain('cao-worker-protocols');
  expect(picky).not.toContain('cao-plugin');
  const tools = '--auto-approve --allowed-tools fs_read';
  const alone = await me.ok(`cao launch --provider mock_cli --headless ${tools} --agents developer SYSTEM`);
  expect(alone).not.toContain('load_skill');
});

it('a file of the person with the name of a shipped profile is not used, and they are told', async () => {
  await using me = await person({ anyPort: true });
  await mkdir(path.join(me.caoHome, 'agent-store'), { recursive: true });
  await writeFile(path.join(me.caoHome, 'agent-store', 'developer.md'), 'Only mine.\n');
  const launch = 'cao launch --provider mock_cli --headless --yolo --agents developer SYSTEM';
  const { stdout, stderr } = await me.shell(launch);
  expect(stdout).not.toContain('Only mine.');
  expect(stderr).toContain("the profile 'developer' of local is not used");
  await eventually(async () => expect(await me.ok('cao server logs')).toContain('another one has their name'));
  await writeFile(path.join(me.caoHome, 'settings.json'), '{"agents":{"prefer_local_profiles":true}}');
  const preferred = await me.shell(launch);
  expect(preferred.stdout).toContain('Only mine.');
  expect(preferred.stderr).not.toContain('is not used');
});

it('the files stay as the person left them, over restarts of the server', async () => {
  await using me = await person({ anyPort: true });
  await me.ok('cao server start');
  await eventually(async () => expect(await me.ok('cao skills list')).toContain('cao-plugin'));
  await me.ok('cao skills remove cao-plugin');
  const own = path.join(me.caoHome, 'skills', 'cao-provider', 'SKILL.md');
  await me.ok(`echo mine >> ${own}`);
  await me.ok('cao server stop && cao server start');
  expect(await me.ok('cao skills list')).not.toContain('cao-plugin');
  expect(await readFile(own, 'utf8')).toMatch(/\nmine\n$/);
});
