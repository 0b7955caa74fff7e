import { AgentProfile, CaoError, ProfileFrontmatter } from '@cao/contracts';
import { parseMarkdown } from './frontmatter.ts';
import { isProfileName } from './names.ts';

/** One thing wrong with a profile file, precise enough to go and fix it. */
export interface ProfileProblem {
  readonly file: string;
  readonly line: number;
  /** Dotted path of the field; empty when the front matter itself is broken. */
  readonly field: string;
  readonly expected: string;
}

export type ProfileCheck =
  | { readonly profile: AgentProfile; readonly problems?: never }
  | { readonly profile?: never; readonly problems: readonly ProfileProblem[] };

/** Reads a profile without throwing. `name` stands in when the file gives none. */
export function checkProfile(text: string, file: string, name: string): ProfileCheck {
  const markdown = parseMarkdown(text);
  if (markdown.problems.length > 0) {
    return {
      problems: markdown.problems.map(({ line, message }) => ({
        file,
        line,
        field: '',
        expected: `valid YAML: ${message}`,
      })),
    };
  }

  const parsed = ProfileFrontmatter.safeParse(dropNulls(markdown.data));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      file,
      line: markdown.lineOf(issue.path),
      field: issue.path.join('.'),
      expected: issue.message.replace(/^[A-Za-z ]+: /, ''),
    }));
    return { problems: problems.sort((a, b) => a.line - b.line) };
  }

  const effective = parsed.data.name ?? name;
  if (!isProfileName(effective)) {
    const expected = `letters, digits, _ and -, parts separated by /; got ${JSON.stringify(effective)}`;
    return { problems: [{ file, line: markdown.lineOf(['name']), field: 'name', expected }] };
  }
  return {
    profile: AgentProfile.parse({
      ...parsed.data,
      name: effective,
      description: parsed.data.description ?? '',
      system_prompt: markdown.body,
    }),
  };
}

/** Reads a profile or throws `profile_invalid` with every problem in the message and in `details.problems`. */
export function parseProfile(text: string, file: string, name: string): AgentProfile {
  const check = checkProfile(text, file, name);
  if (check.problems === undefined) return check.profile;
  throw new CaoError('profile_invalid', describe(check.problems, name), {
    hint: `Correct ${file} and try again.`,
    details: { file, problems: check.problems },
  });
}

/** What listings and searches show of a profile. */
export interface ProfileMetadata {
  readonly description: string;
  readonly tags?: readonly string[] | undefined;
  readonly capabilities?: readonly string[] | undefined;
}

/** Empty rather than an error when the file cannot be read as a profile. */
export function readMetadata(text: string): ProfileMetadata {
  const { data } = parseMarkdown(text);
  const parsed = ProfileFrontmatter.pick({ tags: true, capabilities: true }).safeParse(dropNulls(data));
  return {
    description: typeof data['description'] === 'string' ? data['description'] : '',
    ...(parsed.success ? parsed.data : {}),
  };
}

function describe(problems: readonly ProfileProblem[], name: string): string {
  const lines = problems.map(({ file, line, field, expected }) =>
    field === '' ? `${file}:${line}: ${expected}` : `${file}:${line}: field '${field}': ${expected}`,
  );
  return `Profile '${name}' is not valid: ${lines.join('; ')}`;
}

/** `key:` without a value means "not set". */
function dropNulls(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
