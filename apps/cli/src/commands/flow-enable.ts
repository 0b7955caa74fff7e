import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { minuteOf } from '../flow-text.ts';

export const flowEnable = defineCommand({
  description: 'Lets a flow run at its times again, from now on.',
  arguments: [{ name: 'NAME', help: 'name of the flow' }],
  options: {},
  examples: [{ command: 'cao flow enable nightly-review' }],
  async run({ args: [name] }, io) {
    const client = await connect(io);
    await client.flows.enable(name);
    const { next_run: next } = await client.flows.get(name);
    io.out(`Flow '${name}' enabled; next run: ${minuteOf(next, 'N/A')}\n`);
    return EXIT.ok;
  },
});
