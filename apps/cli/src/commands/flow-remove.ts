import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';

export const flowRemove = defineCommand({
  description:
    'Removes a flow. A file you added stays, one that was made over HTTP goes with it; its session and its history stay.',
  arguments: [{ name: 'NAME', help: 'name of the flow' }],
  options: {},
  examples: [{ command: 'cao flow remove nightly-review' }],
  async run({ args: [name] }, io) {
    const client = await connect(io);
    await client.flows.remove(name);
    io.out(`Flow '${name}' removed\n`);
    return EXIT.ok;
  },
});
