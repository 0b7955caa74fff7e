import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { minuteOf } from '../flow-text.ts';
import { styleFor } from '../style.ts';
import { clip, json, table } from '../text.ts';

const WIDTHS = [20, 15, 15, 16, 16, 7] as const;

export const flowList = defineCommand({
  description: 'Lists flows by their next run. Times are those of your time zone.',
  arguments: [],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [{ command: 'cao flow list' }, { command: 'cao flow list --json' }],
  async run({ options }, io) {
    const client = await connect(io);
    const flows = await client.flows.list();
    if (options.json) io.out(json(flows));
    else if (flows.length === 0) io.out('No flows found\n');
    else {
      const cells = flows.map((flow) => [
        clip(flow.name, WIDTHS[0]),
        clip(flow.schedule, WIDTHS[1]),
        clip(flow.agent_profile, WIDTHS[2]),
        minuteOf(flow.last_run, 'Never'),
        minuteOf(flow.next_run, 'N/A'),
        flow.enabled ? 'Yes' : 'No',
      ]);
      io.out(table(['NAME', 'SCHEDULE', 'AGENT', 'LAST RUN', 'NEXT RUN', 'ENABLED'], WIDTHS, cells));
    }
    const warning = styleFor(io.stderr, io.env).yellow('Warning:');
    for (const { name, problem } of flows) {
      if (problem !== null) io.err(`${warning} the flow '${name}' cannot run: ${printable(problem)}\n`);
    }
    return EXIT.ok;
  },
});
