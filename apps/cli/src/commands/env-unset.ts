import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';

export const envUnset = defineCommand({
  description: 'Takes the value for ${KEY} away. One that has none is no mistake.',
  arguments: [{ name: 'KEY', help: 'name of the placeholder' }],
  options: {},
  examples: [{ command: 'cao env unset API_BASE' }],
  async run({ args: [key] }, io) {
    const { unsetVariable, variablesFile } = await import('@cao/profiles');
    const home = homeOf(io);
    const removed = await unsetVariable(home, key);
    const tick = styleFor(io.stdout, io.env).green('✓');
    io.out(removed ? `${tick} Unset ${key} in ${variablesFile(home)}\n` : `${key} had no value\n`);
    return EXIT.ok;
  },
});
