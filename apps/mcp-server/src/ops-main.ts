import { homedir } from 'node:os';
import { operatorConfig } from './operator-config.ts';
import { runBridge } from './run-bridge.ts';

const [env, userHome] = [process.env, homedir()];
await runBridge(() => operatorConfig({ env, userHome }));
