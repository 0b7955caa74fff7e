import { defineCommand } from '../command.ts';
import { skillSourcesOf } from '../plugins/package-contents.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { styleFor } from '../style.ts';
import { clip, json, table } from '../text.ts';

const NAME_WIDTH = 32;
const DESCRIPTION_WIDTH = 67;
const SOURCE_WIDTH = 30;

export const skillsList = defineCommand({
  description:
    'Lists the skills that agents of CAO are told of; they read one with the load_skill tool. What lies there and is no skill is told on stderr. Works without a server.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao skills list' }, { command: 'cao skills list --json' }],
  async run({ options }, io) {
    const { createSkillStore } = await import('@cao/profiles');
    const store = createSkillStore(await skillSourcesOf(io));
    const skills = await store.list();
    const style = styleFor(io.stderr, io.env);
    for (const problem of await store.problems()) io.err(`${style.yellow('Warning:')} ${printable(problem)}\n`);
    // The column is for those who have such skills.
    const brought = skills.some(({ source }) => source !== undefined);
    const rows = skills.map(({ name, description, source = 'own' }) => [
      name,
      ...(brought ? [clip(source, SOURCE_WIDTH)] : []),
      clip(description, DESCRIPTION_WIDTH),
    ]);
    const [titles, widths] = brought
      ? [
          ['Name', 'Source', 'Description'],
          [NAME_WIDTH, SOURCE_WIDTH, DESCRIPTION_WIDTH],
        ]
      : [
          ['Name', 'Description'],
          [NAME_WIDTH, DESCRIPTION_WIDTH],
        ];
    if (options.json) io.out(json(skills));
    else if (rows.length === 0) io.out('No skills found\n');
    else io.out(table(titles, widths, rows));
    return EXIT.ok;
  },
});
