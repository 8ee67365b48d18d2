import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What each role is shown and does: these files leave rows in every state, and need a desk without those of others. */
const OF_ROLES = ['roles.test.ts', 'journeys.test.ts'];

const shared = {
  root: import.meta.dirname,
  // Each project starts a desk, which its files share.
  globalSetup: [join(import.meta.dirname, 'support/desk.ts')],
  // They run one at a time: otherwise they would see each other's ledger rows.
  fileParallelism: false,
  testTimeout: 90_000,
  hookTimeout: 120_000,
  // Allows for a slow machine, and for countdowns that change once a second.
  expect: { poll: { timeout: 15_000 } },
};

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'roles', include: OF_ROLES } },
      { test: { ...shared, name: 'pages', include: ['*.test.ts'], exclude: OF_ROLES } },
    ],
  },
});
