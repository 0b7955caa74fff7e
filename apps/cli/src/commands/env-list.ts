import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../text.ts';

export const envList = defineCommand({
  description: 'Lists the values for placeholders in profiles, in clear text.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao env list' }, { command: 'cao env list --json' }],
  async run({ options }, io) {
    const { readVariables, variablesFile } = await import('@cao/profiles');
    const home = homeOf(io);
    const variables = { ...(await readVariables(home)) };
    const lines = Object.entries(variables).map(
      ([key, value]) => `${key}=${printable(value).replaceAll('\n', '\\n')}\n`,
    );
    if (options.json) io.out(json(variables));
    else io.out(lines.length === 0 ? `No env vars set in ${variablesFile(home)}\n` : lines.join(''));
    return EXIT.ok;
  },
});
