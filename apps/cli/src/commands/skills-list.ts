import { defineCommand } from '../command.ts';
import { homeOf } from '../config.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';
import { clip, json, table } from '../text.ts';

const NAME_WIDTH = 32;
const DESCRIPTION_WIDTH = 67;

export const skillsList = defineCommand({
  description:
    'Lists the skills that agents of CAO are told of; they read one with the load_skill tool. What lies there and is no skill is told on stderr. Works without a server.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao skills list' }, { command: 'cao skills list --json' }],
  async run({ options }, io) {
    const { createSkillStore } = await import('@cao/profiles');
    const store = createSkillStore({ home: homeOf(io) });
    const skills = await store.list();
    const style = styleFor(io.stderr, io.env);
    for (const problem of await store.problems()) io.err(`${style.yellow('Warning:')} ${printable(problem)}\n`);
    const rows = skills.map(({ name, description }) => [name, clip(description, DESCRIPTION_WIDTH)]);
    if (options.json) io.out(json(skills));
    else if (rows.length === 0) io.out('No skills found\n');
    else io.out(table(['Name', 'Description'], [NAME_WIDTH, DESCRIPTION_WIDTH], rows));
    return EXIT.ok;
  },
});
