import { defineConfig } from 'vitest/config';

/** For `pnpm drill`: what takes long, or needs what a test cannot count on, and is no part of the suite. */
export default defineConfig({
  test: {
    globalSetup: ['../server/test/support/globalSetup.ts'],
    pool: 'forks',
    include: ['test/drills/**/*.drill.ts'],
    hookTimeout: 60_000,
    // What a drill has measured is printed as it stands.
    disableConsoleIntercept: true,
  },
});
