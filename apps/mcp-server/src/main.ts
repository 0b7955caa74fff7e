import { createBridge } from './bridge.ts';
import { configFrom } from './config.ts';
import { createLineSplitter } from './lines.ts';

const bridge = createBridge({
  ...configFrom(process.env),
  write: (message) => process.stdout.write(`${JSON.stringify(message)}\n`),
});

// The client has gone: nothing is left to do, and nobody to tell.
process.stdout.on('error', () => process.exit(0));
process.stdin.on(
  'data',
  createLineSplitter((line) => bridge.receive(line)),
);
process.stdin.on('end', () => {
  bridge.close();
  process.exit(0);
});
