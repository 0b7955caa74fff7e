import { homedir } from 'node:os';
import { operatorConfig } from './operator-config.ts';
import { runBridge } from './run-bridge.ts';

const [env, userHome] = [process.env, homedir()];
/** Nobody may have started a server yet, and clients give up on a program that has said nothing for 10 s. */
const REFUSED_MS = 8000;

await runBridge({ where: () => operatorConfig({ env, userHome }), times: { refusedMs: REFUSED_MS } });
