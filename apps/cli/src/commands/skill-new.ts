import { newCommand } from '../create-command.ts';

export const skillNew = newCommand({
  kind: 'skill',
  description:
    'Writes a package with a skill, for others to install with `cao plugin add`. For a skill of your own: cao skills add FOLDER.',
  argument: { name: 'NAME', help: 'lower-case words with dashes, as ticket-style' },
  examples: [
    { command: 'cao skills new ticket-style' },
    { command: 'cao skills new ticket-style --dir ~/src/ticket-style' },
  ],
});
