import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';

export const init = defineCommand({
  description:
    "Makes CAO's home: the database, and the skills that ship with CAO. Not needed, since the server does it at its first start; never replaces what is there.",
  arguments: [],
  options: {},
  examples: [{ command: 'cao init' }],
  async run(_input, io) {
    const { initHome } = await import('@cao/server');
    const home = homeOf(io);
    const { addedSkills } = await initHome({ home, now: Date.now });
    const tick = styleFor(io.stdout, io.env).green('✓');
    io.out(`${tick} CAO is set up in ${home}; ${addedSkills.length} skill(s) added\n`);
    return EXIT.ok;
  },
});
