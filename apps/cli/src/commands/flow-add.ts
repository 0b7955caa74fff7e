import path from 'node:path';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { minuteOf } from '../flow-text.ts';
import { styleFor } from '../style.ts';
import { json } from '../text.ts';

export const flowAdd = defineCommand({
  description:
    'Makes a Markdown file a flow: a session that starts by itself. The file stays where it is, and what you change in it counts at once.\nBetween two lines of ---: name, schedule (cron: minute hour day-of-month month weekday, 0 and 7 are Sunday), agent_profile; if wanted time_zone, provider, working_directory, overlap (skip or replace), missed (run or skip), and script: a program that prints {"execute": true, "output": {"name": "value"}} within 30 seconds. Below: the prompt, with [[name]] where a value of the script goes.',
  arguments: [{ name: 'FILE', help: 'path of a flow file' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao flow add ./nightly-review.md' }],
  async run({ args: [file], options }, io) {
    const client = await connect(io);
    const flow = await client.flows.add(path.resolve(io.cwd, file));
    if (options.json) {
      io.out(json(flow));
      return EXIT.ok;
    }
    const zone = flow.time_zone === null ? '' : ` (${flow.time_zone})`;
    const tick = styleFor(io.stdout, io.env).green('✓');
    io.out(
      `${tick} Flow '${flow.name}' added\n` +
        `  Schedule: ${flow.schedule}${zone}\n` +
        `  Agent:    ${flow.agent_profile}\n` +
        `  Next run: ${minuteOf(flow.next_run, 'N/A')}\n`,
    );
    return EXIT.ok;
  },
});
