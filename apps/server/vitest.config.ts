import { defineConfig } from 'vitest/config';

/** Files that change what other files of the same process would see: modules, timers, the time zone. */
const isolated = ['test/chaos/chaos.test.ts', 'test/policy/zones.test.ts'];

export default defineConfig({
  test: {
    // Once for both projects: a PostgreSQL of which each file gets a database of its own.
    globalSetup: ['./test/support/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared process',
          // Loading the server takes longer than most files' tests: each worker does it once.
          isolate: false,
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: isolated,
        },
      },
      { extends: true, test: { name: 'own process', include: isolated } },
    ],
  },
});
