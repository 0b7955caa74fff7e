import { isCaoError, ProfileFrontmatter, type AgentProfile } from '@cao/contracts';
import { closestMatch } from 'leven';
import { parseMarkdown } from './frontmatter.ts';
import { checkProfile } from './parse-profile.ts';
import { namedSkills } from './skill-catalogue.ts';
import { resolveTools } from './tools.ts';
import { unresolvedVariables, type Variables } from './variables.ts';

/** What a profile is looked at with: the rest of this machine. */
export interface LintContext {
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly providers: readonly string[];
  readonly skills: readonly string[];
  readonly variables: Variables;
  /** A profile that ships has this file's name and is used instead. */
  readonly reserved: boolean;
}

export interface ProfileFinding {
  /** With an error it cannot be launched; a warning says that something in it has no effect. */
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  /** Dotted path; empty when it is about the whole file. */
  readonly field: string;
  readonly message: string;
}

/** A word with more is another word. */
const MAX_TYPING_ERRORS = 3;

/** Everything that is wrong or idle in a profile, by line. `name` is the file's name without its ending. */
export function lintProfile(text: string, file: string, name: string, context: LintContext): ProfileFinding[] {
  const markdown = parseMarkdown(text);
  const { data, body } = markdown;
  const at = (severity: ProfileFinding['severity'], path: readonly string[], message: string): ProfileFinding => ({
    severity,
    file,
    line: path.length === 0 ? 1 : markdown.lineOf(path),
    field: path.join('.'),
    message,
  });
  const check = checkProfile(text, file, name);
  if (check.problems !== undefined) {
    return check.problems.map(({ line, field, expected }) => ({
      severity: 'error',
      file,
      line,
      field,
      message: field === '' ? expected : `expected ${expected.replace(/^expected /, '')}`,
    }));
  }
  const { profile } = check;
  const role = roleProblem(profile, context.roles);
  const findings = [
    ...Object.keys(data)
      .filter((key) => !KNOWN.includes(key))
      .map((key) => at('warning', [key], unknownKey(key))),
    ...(role === undefined ? [] : [at('error', ['role'], role)]),
    ...(profile.provider === undefined || context.providers.includes(profile.provider)
      ? []
      : [at('warning', ['provider'], `no such provider here; known: ${context.providers.join(', ')}`)]),
    ...(profile.skills ?? [])
      .filter((pattern) => namedSkills(skillRows(context), [pattern]).length === 0)
      .map((pattern) => at('warning', ['skills'], `no skill is called '${pattern}'`)),
    ...unresolvedVariables(text, context.variables).map((variable) => ({
      ...at('warning', [], `\${${variable}} has no value; set it with: cao env set ${variable} VALUE`),
      line: text.slice(0, text.indexOf(`\${${variable}}`)).split('\n').length,
    })),
    ...(data['name'] === undefined || profile.name === name
      ? []
      : [at('warning', ['name'], `the file is called '${name}', by which it is launched`)]),
    ...(body === '' && profile.prompt === undefined && profile.native_agent === undefined
      ? [at('warning', [], 'there are no instructions below the front matter')]
      : []),
    ...(context.reserved
      ? [at('warning', [], `'${name}' ships with CAO and is used instead of this file; give it another name`)]
      : []),
  ];
  return findings.sort((a, b) => a.line - b.line);
}

const KNOWN = Object.keys(ProfileFrontmatter.shape);

function unknownKey(key: string): string {
  const near = closestMatch(key, KNOWN, { maxDistance: MAX_TYPING_ERRORS });
  return `not a field of a profile${near === undefined ? '' : `; did you mean '${near}'?`}`;
}

function roleProblem(profile: AgentProfile, roles: LintContext['roles']): string | undefined {
  try {
    resolveTools(profile, roles);
    return undefined;
  } catch (error) {
    if (!isCaoError(error)) throw error;
    return `${error.message}. ${error.hint ?? ''}`.trim();
  }
}

function skillRows({ skills }: LintContext): { name: string }[] {
  return skills.map((name) => ({ name }));
}
