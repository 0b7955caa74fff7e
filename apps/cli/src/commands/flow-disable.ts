import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';

export const flowDisable = defineCommand({
  description: "Lets a flow rest until it is enabled again. 'cao flow run' still runs it.",
  arguments: [{ name: 'NAME', help: 'name of the flow' }],
  options: {},
  examples: [{ command: 'cao flow disable nightly-review' }],
  async run({ args: [name] }, io) {
    const client = await connect(io);
    await client.flows.disable(name);
    io.out(`Flow '${name}' disabled\n`);
    return EXIT.ok;
  },
});
