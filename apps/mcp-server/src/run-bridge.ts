import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { startBridge, type BridgeOptions } from './bridge.ts';

/** A bridge that is this process: it ends with its input. */
export async function runBridge(options: Omit<BridgeOptions, 'stdio'>): Promise<void> {
  // The client has gone: nothing is left to do, and nobody to tell.
  process.stdout.on('error', () => process.exit(0));
  const bridge = await startBridge({ ...options, stdio: new StdioServerTransport() });
  process.stdin.on('end', () => {
    void bridge.close().then(() => process.exit(0));
  });
}
