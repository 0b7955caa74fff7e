import { fileURLToPath } from 'node:url';

/** Programs of this repository that tests start from their built form. */
export const SERVER_PROGRAM = inRepository('apps/server/bin/cao-server.js');
export const OPS_PROGRAM = inRepository('apps/mcp-server/bin/cao-ops-mcp-server.js');
export const CLI_PROGRAM = inRepository('apps/cli/bin/cao.js');

function inRepository(path: string): string {
  return fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
}
