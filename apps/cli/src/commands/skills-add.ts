import path from 'node:path';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { tellRefreshed } from '../skills/refresh.ts';
import { styleFor } from '../style.ts';

export const skillsAdd = defineCommand({
  description:
    'Copies a skill into the store, from where every agent that is started afterwards is told of it. A skill is a folder NAME with a file SKILL.md whose front matter has name: NAME and a description.\nWorks without a server. For the skills of your own agent CLI: cao skills install.',
  arguments: [{ name: 'FOLDER', help: 'folder of the skill', complete: 'directory' }],
  options: { force: { type: 'flag', help: 'replace a skill of that name' } },
  examples: [{ command: 'cao skills add ./release-notes' }, { command: 'cao skills add ./release-notes --force' }],
  async run({ args: [folder], options }, io) {
    const { addSkill } = await import('@cao/profiles');
    const home = homeOf(io);
    const { name } = await addSkill(path.resolve(io.cwd, folder), { home, force: options.force });
    io.out(`${styleFor(io.stdout, io.env).green('✓')} Skill '${name}' added\n`);
    await tellRefreshed(home, io);
    return EXIT.ok;
  },
});
