import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { caoError } from '@cao/client';
import type { AgentProfile } from '@cao/contracts';
import { createProfileStore, parseProfile, readProfileSettings, resolveTools } from '@cao/profiles';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { profileSources } from '../plugins/package-contents.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { json } from '../text.ts';

export const profileShow = defineCommand({
  description:
    'Shows one profile with the tools it gets. A file that is no valid profile is reported with line and field. Works without a server.',
  arguments: [{ name: 'NAME', help: 'profile name, or path of a .md file', complete: 'source' }],
  options: { json: { type: 'flag', help: 'print the whole profile as JSON' } },
  examples: [{ command: 'cao profile show developer' }, { command: 'cao profile show ./my-agent.md --json' }],
  async run({ args: [name], options }, io) {
    const { profile, source, file } = await read(name, io);
    if (options.json) {
      io.out(json(profile));
      return EXIT.ok;
    }
    const { roles } = await readProfileSettings(homeOf(io));
    const tools = resolveTools(profile, roles);
    const fields: [string, string | undefined][] = [
      ['Name', profile.name],
      ['Description', profile.description],
      ['Source', source],
      ['File', file],
      ['Provider', profile.provider],
      ['Model', profile.model],
      ['Role', profile.role],
      ['Tools', tools.length === 0 ? '(none)' : tools.join(', ')],
      ['MCP servers', Object.keys(profile.mcpServers ?? {}).join(', ')],
      ['Skills', profile.skills?.join(', ')],
      ['Prompt', `${profile.system_prompt.length} characters`],
    ];
    const shown = fields.filter(([, value]) => value !== undefined && value !== '');
    io.out(shown.map(([label, value]) => `${`${label}:`.padEnd(13)}${printable(value ?? '')}\n`).join(''));
    return EXIT.ok;
  },
});

async function read(name: string, io: Io): Promise<{ profile: AgentProfile; source: string; file: string }> {
  if (!name.endsWith('.md')) return createProfileStore(await profileSources(io)).raw(name);
  const file = path.resolve(io.cwd, name);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw caoError('not_found', `Cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
  return { profile: parseProfile(text, file, path.basename(file, '.md')), source: 'file', file };
}
