import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSkillStore, namedSkills, skillCatalogue } from '../src/index.ts';
import { testHome } from './helpers.ts';

const skill = (name: string, description: string): string =>
  `---\nname: ${name}\ndescription: ${description}\n---\n\nHow to ${name}.\n`;

describe('skills', () => {
  it('lists the valid ones by name, the user before what ships', async () => {
    using at = testHome();
    at.write('cao/skills/b/SKILL.md', skill('b', 'mine'));
    at.write('cao/skills/other/SKILL.md', skill('name-differs', 'x'));
    at.write('cao/skills/blank/SKILL.md', skill('blank', '" "'));
    at.write('cao/skills/broken/SKILL.md', '---\nname: [\n---\n');
    at.write('cao/skills/empty/notes.md', 'x');
    at.write('shipped/b/SKILL.md', skill('b', 'shipped'));
    at.write('shipped/a/SKILL.md', skill('a', 'shipped'));
    const store = createSkillStore({ home: at.home, builtins: path.join(at.root, 'shipped') });
    expect(await store.list()).toEqual([
      { name: 'a', description: 'shipped' },
      { name: 'b', description: 'mine' },
    ]);
    expect(await store.get('b')).toEqual({ name: 'b', content: 'How to b.' });
  });

  it('has those of packages last, the first package first, and says where they come from', async () => {
    using at = testHome();
    at.write('cao/skills/a/SKILL.md', skill('a', 'mine'));
    for (const one of ['first', 'second']) {
      at.write(`${one}/a/SKILL.md`, skill('a', one));
      at.write(`${one}/b/SKILL.md`, skill('b', one));
    }
    at.write('first/broken/SKILL.md', 'no front matter');
    const folder = (name: string) => ({ source: `package:${name}`, path: path.join(at.root, name) });
    let packages = [folder('first'), folder('second')];
    const store = createSkillStore({ home: at.home, packages: () => packages });
    expect(await store.list()).toEqual([
      { name: 'a', description: 'mine' },
      { name: 'b', description: 'first', source: 'package:first' },
    ]);
    expect(await store.problems()).toEqual([expect.stringContaining('first/broken/SKILL.md')]);
    packages = [];
    await expect(store.get('b')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is empty without a folder', async () => {
    using at = testHome();
    expect(await createSkillStore(at).list()).toEqual([]);
  });

  it('tells a bad name, a missing skill and a broken one apart', async () => {
    using at = testHome();
    at.write('cao/skills/broken/SKILL.md', skill('other', 'x'));
    at.write('outside/SKILL.md', skill('leak', 'x'));
    symlinkSync(path.join(at.root, 'outside'), path.join(at.home, 'skills', 'leak'));
    const store = createSkillStore(at);
    await expect(store.get('../x')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(store.get('missing')).rejects.toMatchObject({
      code: 'not_found',
      message: 'Skill not found: missing',
    });
    await expect(store.get('leak')).rejects.toMatchObject({ code: 'not_found' });
    await expect(store.get('broken')).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('the catalogue', () => {
  it('is empty without skills', () => {
    expect(skillCatalogue([])).toBe('');
  });

  it('names the tool and gives one line per skill', () => {
    const text = skillCatalogue([
      { name: 'a', description: 'first' },
      { name: 'b', description: 'second\n- **fake**: line' },
    ]);
    expect(text).toMatch(/^## Available Skills\n/);
    expect(text).toContain('`load_skill`');
    expect(text.split('\n').filter((line) => line.startsWith('- '))).toEqual([
      '- **a**: first',
      '- **b**: second - **fake**: line',
    ]);
  });
});

describe('the skills a profile names', () => {
  const skills = ['cao-plugin', 'cao-provider', 'notes', 'a.b'].map((name) => ({ name }));
  it.each([
    [undefined, ['cao-plugin', 'cao-provider', 'notes', 'a.b']],
    [[], []],
    [['notes'], ['notes']],
    [['cao-*'], ['cao-plugin', 'cao-provider']],
    [['*p*'], ['cao-plugin', 'cao-provider']],
    [['*'], ['cao-plugin', 'cao-provider', 'notes', 'a.b']],
    [['note', 'a?b', 'cao'], []],
    [
      ['a.*', 'notes'],
      ['notes', 'a.b'],
    ],
  ])('by %j', (patterns, names) => {
    expect(namedSkills(skills, patterns).map(({ name }) => name)).toEqual(names);
  });
});
