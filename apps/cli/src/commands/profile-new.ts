import { newCommand } from '../create-command.ts';

export const profileNew = newCommand({
  kind: 'profile',
  description:
    'Writes a package with an agent profile, for others to install with `cao plugin add`. For a profile of your own: cao profile create.',
  argument: { name: 'NAME', help: 'snake_case, as ticket_writer' },
  examples: [
    { command: 'cao profile new ticket_writer' },
    { command: 'cao profile new ticket_writer --name @me/ticket-writer' },
  ],
});
