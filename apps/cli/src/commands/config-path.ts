import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { settingsPath } from '../settings/settings-file.ts';

export const configPath = defineCommand({
  description: 'Prints where settings.json is, whether it exists or not.',
  arguments: [],
  options: {},
  examples: [{ command: 'cao config path' }, { command: 'cao config path | xargs cat' }],
  run(_input, io) {
    io.out(`${settingsPath(io)}\n`);
    return Promise.resolve(EXIT.ok);
  },
});
