import { defineConfig } from 'vitest/config';

/** Unit tests read sources through the private export condition, so they need no build. Spawned programs run from dist. */
const conditions = ['@cao/source', 'module', 'node', 'import', 'default'];

const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};

const real = (name: string, include: string[]) => ({
  ...shared,
  test: {
    name,
    include,
    environment: 'node' as const,
    testTimeout: 180_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});

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
      real('real', ['test/{real,replay}/**/*.real.ts']),
      // Run beside the others, in a process of its own.
      real('real-long', ['test/real/**/*.long.ts']),
    ],
  },
});
