import { newCommand } from '../create-command.ts';

export const pluginNew = newCommand({
  kind: 'plugin',
  description:
    'Writes the package of a new plugin: it builds, lints, passes its tests and can be added before you change a line.\ndocs/writing-a-plugin.md goes on from there.',
  argument: { name: 'NAME', help: 'lower-case words with dashes, as call-me' },
  examples: [
    { command: 'cao plugin new call-me' },
    { command: 'cao plugin new call-me --dir ~/src/call-me --name @me/cao-call-me' },
  ],
});
