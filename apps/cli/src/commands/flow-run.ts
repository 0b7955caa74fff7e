import type { FlowRun } from '@cao/contracts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { printable } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { json } from '../text.ts';

export const flowRun = defineCommand({
  description:
    'Runs a flow now, whether it is enabled or not: its script, then its session. Ends when the session was started; the agent goes on.',
  arguments: [{ name: 'NAME', help: 'name of the flow' }],
  options: { json: { type: 'flag', help: 'print JSON' } },
  examples: [
    { command: 'cao flow run nightly-review' },
    { command: 'cao flow run nightly-review --json', note: 'with the session, for cao session status' },
  ],
  async run({ args: [name], options }, io) {
    const client = await connect(io);
    const answer = await client.flows.run(name);
    io.out(options.json ? json(answer) : `${sentence(name, answer.run)}\n`);
    return EXIT.ok;
  },
});

function sentence(name: string, { state, reason, session_name: session }: FlowRun): string {
  const why = printable(reason ?? '');
  if (state === 'skipped') return `Flow '${name}' skipped: ${why}`;
  if (state === 'busy') return `Flow '${name}' not run: ${why}`;
  return `Flow '${name}' executed in session ${session ?? '-'}`;
}
