import { configFrom } from './config.ts';
import { runBridge } from './run-bridge.ts';

const where = configFrom(process.env);
await runBridge({ where: () => Promise.resolve(where) });
