import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { startBridge } from './bridge.ts';
import { configFrom } from './config.ts';

// The client has gone: nothing is left to do, and nobody to tell.
process.stdout.on('error', () => process.exit(0));
const bridge = await startBridge({ ...configFrom(process.env), stdio: new StdioServerTransport() });
process.stdin.on('end', () => {
  void bridge.close().then(() => process.exit(0));
});
