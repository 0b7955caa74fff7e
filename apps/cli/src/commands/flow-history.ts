import type { FlowRun } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { clip, duration, json, localTime, table } from '../text.ts';

const MOST = 200;
const WHY_WIDTH = 60;

export const flowHistory = defineCommand({
  description:
    'Lists the runs of a flow, newest first, with what became of them and their sessions. A removed flow keeps its history.\nrunning: its agent is at work; completed; skipped: its script said no; busy: the run before was still at work; failed.',
  arguments: [{ name: 'NAME', help: 'name of the flow' }],
  options: {
    limit: { type: 'count', value: 'N', help: `how many, at most ${MOST}; 20 unless given` },
    json: { type: 'flag', help: 'print JSON' },
  },
  examples: [{ command: 'cao flow history nightly-review' }, { command: 'cao flow history nightly-review --json' }],
  async run({ args: [name], options }, io) {
    const { limit } = options;
    if (limit !== undefined && limit > MOST)
      throw new UsageError(`Invalid value for '--limit': ${limit} is above ${MOST}.`);
    const client = await connect(io);
    const runs = await client.flows.runs(name, limit === undefined ? {} : { limit });
    if (options.json) io.out(json(runs));
    else if (runs.length === 0) io.out(`Flow '${name}' has not run yet\n`);
    else {
      const rows = runs.map((run) => [
        localTime(run.started_at),
        run.trigger,
        run.state,
        took(run),
        run.terminal_id,
        clip(run.error?.message ?? run.reason ?? '', WHY_WIDTH),
      ]);
      io.out(table(['STARTED', 'BY', 'STATE', 'TOOK', 'TERMINAL', 'WHY'], [19, 8, 9, 7, 8, 24], rows));
      const session = runs.find((run) => run.session_name !== null)?.session_name;
      if (session != null) io.out(`\nSession: ${session}\n`);
    }
    return EXIT.ok;
  },
});

function took({ started_at: start, ended_at: end }: FlowRun): string {
  return end === null ? '' : duration(Date.parse(end) - Date.parse(start));
}
