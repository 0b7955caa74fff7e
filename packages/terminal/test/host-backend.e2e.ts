import { join } from 'node:path';
import { connectHost } from '../src/client/connect-host.ts';
import { describeTerminalBackend } from '../src/testing/index.ts';

describeTerminalBackend('the terminal host', async (directory) => {
  const backend = await connectHost({ runDir: join(directory, 'run'), logDir: join(directory, 'logs') });
  return { backend, close: () => backend.shutdown() };
});
