import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One file, one desk: the tests share the provider's clock.
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['./support/buildPage.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
