import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';

export const envSet = defineCommand({
  description:
    'Sets the value for ${KEY} in profiles. It is kept in .env of the CAO home, which only you can read; profiles and the API show the placeholder.',
  arguments: [
    { name: 'KEY', help: 'name of the placeholder' },
    { name: 'VALUE', help: 'what stands for it when an agent starts' },
  ],
  options: {},
  examples: [
    { command: 'cao env set API_BASE https://api.example' },
    { command: 'cao env set NOTE -- --starts-with-dashes' },
  ],
  async run({ args: [key, value] }, io) {
    const { variablesFile, writeVariables } = await import('@cao/profiles');
    const home = homeOf(io);
    await writeVariables(home, { [key]: value });
    io.out(`${styleFor(io.stdout, io.env).green('✓')} Set ${key} in ${variablesFile(home)}\n`);
    return EXIT.ok;
  },
});
