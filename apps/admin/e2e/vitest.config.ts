import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['./support/desk.ts'],
    // All files share one desk, so they run one at a time: otherwise they would see each other's ledger rows.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Allows for a slow machine, and for countdowns that change once a second.
    expect: { poll: { timeout: 15_000 } },
  },
});
