import type { SkillSummary } from './skill-files.ts';

/** The skills a profile names: all without a list, else those whose name equals an entry or fits its `*`. */
export function namedSkills<T extends Pick<SkillSummary, 'name'>>(
  skills: readonly T[],
  patterns: readonly string[] | undefined,
): T[] {
  if (patterns === undefined) return [...skills];
  const expressions = patterns.map(expressionOf);
  return skills.filter(({ name }) => expressions.some((expression) => expression.test(name)));
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

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
