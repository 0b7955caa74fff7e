import path from 'node:path';
import { CaoError } from '@cao/contracts';
import { stringify } from 'yaml';
import { LOCAL_STORE } from './directories.ts';
import { parseMarkdown } from './frontmatter.ts';
import { requirePlainName } from './names.ts';
import { parseProfile } from './parse-profile.ts';
import type { ProfileStore } from './profile-store.ts';
import { readProfileSettings } from './settings.ts';
import { resolveTools } from './tools.ts';
import { writeAtomically } from './write.ts';

export interface NewProfile {
  readonly name: string;
  readonly description?: string | undefined;
  readonly role?: string | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly skills?: readonly string[] | undefined;
  /** Profile whose fields and text it begins with. */
  readonly from?: string | undefined;
}

export interface CreateProfileOptions {
  readonly home: string;
  readonly store: ProfileStore;
  /** Instead of the local store of this home. */
  readonly directory?: string;
}

const INSTRUCTIONS = `Say here who the agent is, what it is to do and how, and what the result should look like.

The task comes as its first message. One that begins with \`[CAO Handoff]\` wants the result as the answer; one that ends with
\`[Assigned by terminal …]\` wants it by the \`send_message\` tool.`;

/** Writes a profile to begin with and returns its file. Throws `conflict` for one that exists, `profile_invalid` for bad fields. */
export async function createProfile(wanted: NewProfile, options: CreateProfileOptions): Promise<string> {
  const { name, from } = wanted;
  requirePlainName('profile', name);
  if (await options.store.isReserved(name)) {
    throw new CaoError('conflict', `'${name}' ships with CAO and would be used instead`, {
      hint: `Choose another name and begin with it: cao profile create my_${name} --from ${name}`,
    });
  }
  const file = path.join(options.directory ?? path.join(options.home, LOCAL_STORE), `${name}.md`);
  const text = textOf(wanted, from === undefined ? undefined : (await options.store.raw(from)).text);
  const profile = parseProfile(text, file, name);
  resolveTools(profile, (await readProfileSettings(options.home)).roles);
  try {
    await writeAtomically(file, text, { fresh: true });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
    throw new CaoError('conflict', `${file} exists already`, { hint: 'Edit it, or choose another name.' });
  }
  return file;
}

function textOf({ from: _from, ...wanted }: NewProfile, model: string | undefined): string {
  const { data, body } = parseMarkdown(model ?? '');
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const fallback =
    model === undefined ? { description: 'What this agent is for, in one sentence', role: 'developer' } : {};
  const fields = { name: wanted.name, ...fallback, ...data, ...given };
  return `---\n${stringify(fields)}---\n\n${body === '' ? INSTRUCTIONS : body}\n`;
}
