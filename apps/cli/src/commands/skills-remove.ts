import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { tellRefreshed } from '../skills/refresh.ts';
import { styleFor } from '../style.ts';

export const skillsRemove = defineCommand({
  description: 'Takes a skill out of the store. One that ships with CAO stays away until it is added again.',
  arguments: [{ name: 'NAME', help: 'name of the skill', complete: 'skill' }],
  options: {},
  examples: [{ command: 'cao skills remove release-notes' }],
  async run({ args: [name] }, io) {
    const { removeSkill } = await import('@cao/profiles');
    const home = homeOf(io);
    await removeSkill(name, home);
    io.out(`${styleFor(io.stdout, io.env).green('✓')} Skill '${name}' removed\n`);
    await tellRefreshed(home, io);
    return EXIT.ok;
  },
});
