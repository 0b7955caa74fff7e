import { defineConfig } from 'vitest/config';

/**
 * Unit tests read sources through the private export condition, so they need no build. Spawned programs run from dist. Not among
 * them is `module`, which Node does not know: what some packages have there is for bundlers and does not run.
 */
const conditions = ['@cao/source', 'node', 'import', 'default'];

const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{packages,providers,plugins,apps}/*/test/**/*.test.ts', 'test/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['{packages,providers,plugins,apps}/*/test/**/*.e2e.ts', 'test/**/*.e2e.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'real',
          include: ['test/{real,replay}/**/*.real.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
