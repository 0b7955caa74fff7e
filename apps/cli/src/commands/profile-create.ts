import path from 'node:path';
import { createProfile, createProfileStore } from '@cao/profiles';
import { defineCommand } from '../command.ts';
import { homeOf, profilePlace } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';

export const profileCreate = defineCommand({
  description:
    'Writes a profile to begin with, into the store of your own profiles or another folder. It is complete: it can be launched at once and edited at any time. Works without a server.',
  arguments: [{ name: 'NAME', help: 'name of the profile and of its file' }],
  options: {
    description: { type: 'text', value: 'TEXT', help: 'what it is for, in a sentence' },
    role: {
      type: 'text',
      value: 'ROLE',
      help: 'supervisor, reviewer, developer, or one of your own',
      complete: ['supervisor', 'reviewer', 'developer'],
    },
    provider: { type: 'text', value: 'NAME', help: 'agent CLI that always runs it', complete: 'provider' },
    model: { type: 'text', value: 'MODEL', help: 'model for that CLI' },
    skill: {
      type: 'list',
      value: 'NAME',
      help: 'skills it is told of, also as release-*; all unless given',
      complete: 'skill',
    },
    from: {
      type: 'text',
      value: 'PROFILE',
      help: 'profile whose fields and instructions it begins with',
      complete: 'profile',
    },
    'output-dir': {
      type: 'text',
      value: 'DIR',
      help: 'folder of the file, instead of the store',
      complete: 'directory',
    },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [
    { command: 'cao profile create writer --description "Writes release notes" --role developer' },
    { command: 'cao profile create my_developer --from developer --provider codex' },
    { command: 'cao profile create writer --output-dir ./agents' },
  ],
  async run({ args: [name], options }, io) {
    const home = homeOf(io);
    const { description, role, provider, model, from, skill: skills } = options;
    const directory = options['output-dir'];
    const file = await createProfile(
      { name, description, role, provider, model, from, skills: skills.length > 0 ? skills : undefined },
      {
        home,
        store: createProfileStore(profilePlace(io)),
        ...(directory === undefined ? {} : { directory: path.resolve(io.cwd, directory) }),
      },
    );
    const next = directory === undefined ? `cao launch --agents ${name}` : `cao install ${file}`;
    if (options.json) io.out(json({ name, file }));
    else io.out(`${styleFor(io.stdout, io.env).green('✓')} ${file}\n\nEdit it, then: ${next}\n`);
    return EXIT.ok;
  },
});
