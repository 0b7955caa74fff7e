import { createLocalBackend } from '../src/local-backend.ts';
import { describeTerminalBackend } from '../src/testing/index.ts';

describeTerminalBackend('the local backend', async () => {
  const backend = createLocalBackend({ removeGraceMs: 300 });
  return { backend, close: () => backend.shutdown() };
});
