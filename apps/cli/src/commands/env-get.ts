import { caoError } from '@cao/client';
import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';

export const envGet = defineCommand({
  description: 'Prints the value that stands for ${KEY} in profiles.',
  arguments: [{ name: 'KEY', help: 'name of the placeholder' }],
  options: {},
  examples: [{ command: 'cao env get API_BASE' }],
  async run({ args: [key] }, io) {
    const { readVariables, variablesFile } = await import('@cao/profiles');
    const home = homeOf(io);
    const value = new Map(Object.entries(await readVariables(home))).get(key);
    if (value === undefined) {
      throw caoError('not_found', `${key} has no value in ${variablesFile(home)}`, {
        hint: `Set it with: cao env set ${key} VALUE`,
      });
    }
    io.out(`${value}\n`);
    return EXIT.ok;
  },
});
