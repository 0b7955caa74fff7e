import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { cao, place, type Place } from './support/run-cao.ts';

const NAMES = [
  'cao-plugin',
  'cao-provider',
  'cao-session-management',
  'cao-supervisor-protocols',
  'cao-worker-protocols',
];

/** A skill of the person's beside CAO's home. */
function skill(at: Place, name: string, description = `what ${name} is for`): string {
  const folder = path.join(at.root, name);
  mkdirSync(path.join(folder, 'references'), { recursive: true });
  writeFileSync(path.join(folder, 'SKILL.md'), `---\nname: ${name}\ndescription: ${description}\n---\n\n# ${name}\n`);
  writeFileSync(path.join(folder, 'references', 'more.md'), 'more\n');
  return folder;
}

it('adds, lists and removes skills with all their files', async () => {
  using at = place();
  const here = { home: at.home };
  skill(at, 'notes');
  expect((await cao(['skills', 'list'], here)).out).toBe('No skills found\n');
  expect(await cao(['skills', 'add', './notes'], here)).toEqual({ code: 0, out: "✓ Skill 'notes' added\n", err: '' });
  expect(readFileSync(path.join(at.home, 'skills', 'notes', 'references', 'more.md'), 'utf8')).toBe('more\n');
  expect((await cao(['skills', 'list'], here)).out).toMatch(/^Name +Description\n-+\nnotes +what notes is for\n$/);

  skill(at, 'notes', 'new');
  const refused = await cao(['skills', 'add', 'notes'], here);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('--force');
  expect((await cao(['skills', 'add', 'notes', '--force'], here)).code).toBe(0);
  expect(JSON.parse((await cao(['skills', 'list', '--json'], here)).out)).toEqual([
    { name: 'notes', description: 'new' },
  ]);

  expect((await cao(['skills', 'remove', 'notes'], here)).code).toBe(0);
  expect(readdirSync(path.join(at.home, 'skills'))).toEqual([]);
  expect((await cao(['skills', 'remove', 'notes'], here)).code).toBe(1);
  expect((await cao(['skills', 'remove', '../home'], here)).code).toBe(1);
});

it('says of a folder that is no skill what is wrong with it', async () => {
  using at = place();
  const folder = skill(at, 'notes');
  const add = async (): Promise<string> => (await cao(['skills', 'add', 'notes'], { home: at.home })).err;
  writeFileSync(path.join(folder, 'SKILL.md'), '---\nname: other\ndescription: x\n---\n');
  expect(await add()).toContain("field 'name' must equal the folder name 'notes'");
  writeFileSync(path.join(folder, 'SKILL.md'), '---\nname: notes\n---\n');
  expect(await add()).toContain("field 'description' must not be empty");
  skill(at, 'notes');
  symlinkSync('/etc/passwd', path.join(folder, 'leak'));
  expect(await add()).toContain('is a link or a device');
  expect((await cao(['skills', 'add', 'no-such'], { home: at.home })).err).toContain('There is no folder');
  mkdirSync(path.join(at.home, 'skills', 'broken'), { recursive: true });
  writeFileSync(path.join(at.home, 'skills', 'broken', 'SKILL.md'), 'x');
  expect(await cao(['skills', 'list'], { home: at.home })).toMatchObject({
    code: 0,
    out: 'No skills found\n',
    err: expect.stringContaining('broken/SKILL.md'),
  });
});

it('tells those agents of CLIs’ own that carry the list', async () => {
  using at = place();
  const here = { home: at.home };
  for (const provider of ['q_cli', 'copilot_cli', 'kiro_cli']) {
    await cao(['install', 'developer', '--provider', provider], here);
  }
  const q = path.join(at.root, '.aws', 'amazonq', 'cli-agents', 'developer.json');
  const copilot = path.join(at.root, '.copilot', 'agents', 'developer.agent.md');
  const before = [q, copilot].map((file) => readFileSync(file, 'utf8'));
  const own = path.join(at.root, '.copilot', 'agents', 'mine.agent.md');
  writeFileSync(own, '---\nname: mine\n---\nMine.\n');
  skill(at, 'notes');
  expect((await cao(['skills', 'add', 'notes'], here)).out).toContain('Refreshed 2 installed agent(s)\n');
  for (const file of [q, copilot]) expect(readFileSync(file, 'utf8')).toContain('**notes**: what notes is for');
  expect((await cao(['skills', 'add', 'notes', '--force'], here)).out).not.toContain('Refreshed');
  expect((await cao(['skills', 'remove', 'notes'], here)).out).toContain('Refreshed 2 installed agent(s)\n');
  expect([q, copilot].map((file) => readFileSync(file, 'utf8'))).toEqual(before);
  expect(readFileSync(own, 'utf8')).toBe('---\nname: mine\n---\nMine.\n');
});

it.each([
  ['claude_code', '.claude/skills'],
  ['codex', '.codex/skills'],
  ['kiro_cli', '.kiro/skills'],
  ['gemini_cli', '.gemini/skills'],
  ['kimi_cli', '.kimi-code/skills'],
  ['opencode_cli', '.config/opencode/skills'],
])('gives %s the skills where it reads those of the person', async (provider, folder) => {
  using at = place();
  const words = ['skills', 'install', '--for', provider];
  const { code, out } = await cao(words, { home: at.home });
  expect(code).toBe(0);
  expect(out).toBe(NAMES.map((name) => `✓ Installed ${path.join(at.root, folder, name)}\n`).join(''));
  expect(readdirSync(path.join(at.root, folder))).toEqual(NAMES);
  expect((await cao(words, { home: at.home })).out).toContain('✓ Up to date: ');
});

it('replaces no skill of the person’s without being told to', async () => {
  using at = place();
  const own = path.join(at.root, '.claude', 'skills', 'cao-plugin', 'SKILL.md');
  mkdirSync(path.dirname(own), { recursive: true });
  writeFileSync(own, 'mine\n');
  const words = ['skills', 'install', '--for', 'claude_code'];
  const kept = await cao(words, { home: at.home });
  expect(kept).toMatchObject({ code: 1, err: expect.stringContaining('add --force') });
  expect(kept.out).toContain(`! Left as it is, since it differs: ${path.dirname(own)}\n`);
  expect(readFileSync(own, 'utf8')).toBe('mine\n');
  const one = await cao([...words, 'cao-plugin', '--force'], { home: at.home });
  expect(one).toMatchObject({ code: 0, out: `✓ Replaced ${path.dirname(own)}\n` });
  expect(readFileSync(own, 'utf8')).toContain('name: cao-plugin');
});

it('leads a link of the person’s nowhere else: with --force the link goes, and not what it leads to', async () => {
  using at = place();
  const mine = skill(at, 'cao-plugin');
  const folder = path.join(at.root, '.claude', 'skills');
  mkdirSync(folder, { recursive: true });
  symlinkSync(mine, path.join(folder, 'cao-plugin'));
  const words = ['skills', 'install', 'cao-plugin', '--for', 'claude_code'];
  expect((await cao(words, { home: at.home })).code).toBe(1);
  expect((await cao([...words, '--force'], { home: at.home })).code).toBe(0);
  expect(readFileSync(path.join(mine, 'SKILL.md'), 'utf8')).toContain('what cao-plugin is for');
});

it('takes the person’s own copy of a skill from the store, and knows what it cannot do', async () => {
  using at = place();
  const here = { home: at.home };
  const edited = skill(at, 'cao-plugin', 'edited');
  await cao(['skills', 'add', edited], here);
  await cao(['skills', 'install', 'cao-plugin', '--for', 'codex'], here);
  expect(readFileSync(path.join(at.root, '.codex', 'skills', 'cao-plugin', 'SKILL.md'), 'utf8')).toContain('edited');
  expect((await cao(['skills', 'install', 'nothing', '--for', 'codex'], here)).err).toContain(
    'Skill not found: nothing',
  );
  const none = await cao(['skills', 'install', '--for', 'mock_cli'], here);
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('Known for: claude_code') });
  expect((await cao(['skills', 'install', '--for', 'nobody'], here)).code).toBe(1);
});
