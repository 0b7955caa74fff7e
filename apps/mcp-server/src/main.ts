import { configFrom } from './config.ts';
import { runBridge } from './run-bridge.ts';
import { AGENT_USAGE, helpFor } from './usage.ts';

const help = helpFor(process.argv.slice(2), AGENT_USAGE);
if (help === undefined) {
  const where = configFrom(process.env);
  await runBridge({ where: () => Promise.resolve(where) });
} else {
  process.stdout.write(help);
}
