import { newCommand } from '../create-command.ts';

export const providerNew = newCommand({
  kind: 'provider',
  description:
    'Writes the package of a new provider: it builds, passes its tests and drives the scripted program that comes with CAO before you change a line. With --command it starts your CLI, bare, and its tests list what is left to do.\ndocs/writing-a-provider.md goes on from there.',
  argument: { name: 'ID', help: 'id of the provider in snake_case, as goose_cli' },
  examples: [
    { command: 'cao provider new goose_cli --command goose' },
    { command: 'cao provider new trial_cli', note: 'against the scripted program' },
    { command: 'cao provider new goose_cli --dir ~/src/goose --name @me/cao-goose --command goose' },
  ],
});
