import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSkillStore, seedSkills, SHIPPED_SKILLS } from '../src/index.ts';
import { testHome, type TestHome } from './helpers.ts';

const text = (name: string, body: string): string => `---\nname: ${name}\ndescription: d\n---\n${body}\n`;

function shipped(at: TestHome, versions: Record<string, string>): { from: string } {
  for (const [name, body] of Object.entries(versions)) at.write(`shipped/${name}/SKILL.md`, text(name, body));
  return { from: path.join(at.root, 'shipped') };
}

const inStore = (at: TestHome, name: string): string => path.join(at.home, 'skills', name, 'SKILL.md');

describe('seeding', () => {
  it('puts what ships into the store, once', async () => {
    using at = testHome();
    const from = shipped(at, { a: 'one', b: 'two' });
    expect(await seedSkills(at.home, from)).toEqual({ added: ['a', 'b'], updated: [] });
    expect(await seedSkills(at.home, from)).toEqual({ added: [], updated: [] });
    expect((await createSkillStore(at).list()).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(readdirSync(path.join(at.home, 'skills')).sort()).toEqual(['.seeded.json', 'a', 'b']);
  });

  it('brings an unchanged copy up to date, and leaves an edited one and one that was there before', async () => {
    using at = testHome();
    at.write('cao/skills/mine/SKILL.md', text('mine', 'of the person'));
    await seedSkills(at.home, shipped(at, { a: 'one', b: 'one', mine: 'one' }));
    writeFileSync(inStore(at, 'b'), text('b', 'edited'));
    const again = await seedSkills(at.home, shipped(at, { a: 'two', b: 'two', mine: 'two' }));
    expect(again).toEqual({ added: [], updated: ['a'] });
    expect(readFileSync(inStore(at, 'a'), 'utf8')).toContain('two');
    expect(readFileSync(inStore(at, 'b'), 'utf8')).toContain('edited');
    expect(readFileSync(inStore(at, 'mine'), 'utf8')).toContain('of the person');
  });

  it('leaves away what the person removed, until it is to be restored', async () => {
    using at = testHome();
    const from = shipped(at, { a: 'one', b: 'one' });
    await seedSkills(at.home, from);
    rmSync(path.dirname(inStore(at, 'a')), { recursive: true });
    expect(await seedSkills(at.home, from)).toEqual({ added: [], updated: [] });
    expect(existsSync(inStore(at, 'a'))).toBe(false);
    expect(await seedSkills(at.home, { ...from, restore: true })).toEqual({ added: ['a'], updated: [] });
  });

  it('touches no link and no file of that name', async () => {
    using at = testHome();
    mkdirSync(path.join(at.home, 'skills'), { recursive: true });
    at.write('elsewhere/SKILL.md', text('a', 'elsewhere'));
    symlinkSync(path.join(at.root, 'elsewhere'), path.join(at.home, 'skills', 'a'));
    at.write('cao/skills/b', 'a file');
    expect(await seedSkills(at.home, shipped(at, { a: 'one', b: 'one' }))).toEqual({ added: [], updated: [] });
    expect(readFileSync(inStore(at, 'a'), 'utf8')).toContain('elsewhere');
  });

  it('ends with one whole copy when two programs seed at once', async () => {
    using at = testHome();
    const from = shipped(at, { a: 'one', b: 'one', c: 'one' });
    const all = await Promise.all(Array.from({ length: 4 }, () => seedSkills(at.home, from)));
    expect(all.flatMap(({ added }) => added).sort()).toEqual(['a', 'b', 'c']);
    expect(readdirSync(path.join(at.home, 'skills')).sort()).toEqual(['.seeded.json', 'a', 'b', 'c']);
  });
});

describe('what ships', () => {
  it('is five skills, each valid, under the names and descriptions people know', async () => {
    using at = testHome();
    const rows = await createSkillStore({ home: at.home, builtins: SHIPPED_SKILLS }).list();
    const start = Object.fromEntries(rows.map(({ name, description }) => [name, description.split(/[.,]/)[0]]));
    expect(start).toEqual({
      'cao-plugin': 'Create a new CAO (CLI Agent Orchestrator) plugin',
      'cao-provider': 'Create a new CLI agent provider for CAO (CLI Agent Orchestrator)',
      'cao-session-management': 'Interact with CAO (CLI Agent Orchestrator) — launch multi-agent sessions',
      'cao-supervisor-protocols': 'Supervisor-side orchestration patterns for assign',
      'cao-worker-protocols': 'Worker-side callback and completion rules for assigned and handed-off tasks in CAO',
    });
    expect(await createSkillStore({ home: at.home, builtins: SHIPPED_SKILLS }).problems()).toEqual([]);
  });

  it('names no file that is not there', () => {
    for (const name of readdirSync(SHIPPED_SKILLS)) {
      const folder = path.join(SHIPPED_SKILLS, name);
      const body = readFileSync(path.join(folder, 'SKILL.md'), 'utf8');
      for (const [, file = ''] of body.matchAll(/`(references\/[a-z-]+\.md)`/g)) {
        expect(existsSync(path.join(folder, file)), `${name}: ${file}`).toBe(true);
      }
    }
  });
});
