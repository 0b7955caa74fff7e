import { homedir } from 'node:os';
import { operatorConfig } from './operator-config.ts';
import { runBridge } from './run-bridge.ts';
import { helpFor, OPERATOR_USAGE } from './usage.ts';

const [env, userHome] = [process.env, homedir()];
/** Nobody may have started a server yet, and clients give up on a program that has said nothing for 10 s. */
const REFUSED_MS = 8000;

const help = helpFor(process.argv.slice(2), OPERATOR_USAGE);
if (help === undefined) {
  await runBridge({ where: () => operatorConfig({ env, userHome }), times: { refusedMs: REFUSED_MS } });
} else {
  process.stdout.write(help);
}
