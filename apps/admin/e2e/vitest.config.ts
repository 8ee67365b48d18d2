import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['./support/desk.ts'],
    // One desk, one test file at a time: the tests read each other's ledger otherwise.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // A browser on a busy machine, and clocks that change once a second.
    expect: { poll: { timeout: 15_000 } },
  },
});
