import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { CaoError, type Skill } from '@cao/contracts';
import { parseMarkdown } from './frontmatter.ts';
import { confine, isMissing, isPlainName, requirePlainName } from './names.ts';

export interface SkillSummary {
  readonly name: string;
  readonly description: string;
}

export interface SkillStoreOptions {
  /** CAO's home; skills lie in its `skills` folder. */
  readonly home: string;
  /** A folder of shipped skills, used where the user has none of that name. */
  readonly builtins?: string;
}

export interface SkillStore {
  /** Valid skills, sorted by name. */
  list(): Promise<SkillSummary[]>;
  /** The body without front matter. Throws `invalid_input`, `not_found`, or `internal` for a broken file. */
  get(name: string): Promise<Skill>;
}

const SKILL_FILE = 'SKILL.md';

export function createSkillStore(options: SkillStoreOptions): SkillStore {
  const roots = [path.join(options.home, 'skills'), ...(options.builtins === undefined ? [] : [options.builtins])];

  return {
    async list() {
      const found = new Map<string, SkillSummary>();
      for (const root of roots) {
        for (const name of await foldersOf(root)) {
          if (found.has(name) || !isPlainName(name)) continue;
          const skill = await read(root, name);
          if (skill !== undefined && 'summary' in skill) found.set(name, skill.summary);
        }
      }
      return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async get(name) {
      requirePlainName('skill', name);
      let broken: string | undefined;
      for (const root of roots) {
        const skill = await read(root, name);
        if (skill === undefined) continue;
        if ('summary' in skill) return { name, content: skill.body };
        broken ??= skill.broken;
      }
      if (broken !== undefined) throw new CaoError('internal', `Failed to load skill: ${broken}`);
      throw new CaoError('not_found', `Skill not found: ${name}`);
    },
  };
}

/** The block that tells an agent which skills there are; empty without skills. Bodies are loaded on demand. */
export function skillCatalogue(skills: readonly SkillSummary[]): string {
  if (skills.length === 0) return '';
  const rows = skills.map(({ name, description }) => `- **${name}**: ${description.replaceAll(/\s+/g, ' ')}`);
  return [
    '## Available Skills',
    '',
    'CAO keeps the following instructions for its agents. They are not skills of your own command line and its skill command',
    'does not know them. Before you start on work that one of them covers, read it by calling the `load_skill` tool with its name.',
    '',
    ...rows,
  ].join('\n');
}

type ReadSkill = { readonly summary: SkillSummary; readonly body: string } | { readonly broken: string };

async function read(root: string, name: string): Promise<ReadSkill | undefined> {
  const file = await confine(root, path.join(name, SKILL_FILE));
  if (file === undefined) return undefined;
  const { data, body, problems } = parseMarkdown(await readFile(file, 'utf8'));
  const problem = problems[0];
  if (problem !== undefined) return { broken: `${file}:${problem.line}: ${problem.message}` };
  const given = text(data['name']);
  const description = text(data['description']);
  if (given !== name) return { broken: `${file}: field 'name' must equal the folder name '${name}'` };
  if (description === '') return { broken: `${file}: field 'description' must not be empty` };
  return { summary: { name, description }, body };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

async function foldersOf(root: string): Promise<string[]> {
  try {
    return await readdir(root);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
