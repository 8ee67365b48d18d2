import { defineConfig } from 'vitest/config';

/** Functions are tested in Node.js, components (`.test.tsx`) in a simulated browser. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'functions', include: ['src/**/*.test.ts'], environment: 'node' } },
      {
        test: {
          name: 'components',
          include: ['src/**/*.test.tsx'],
          environment: 'happy-dom',
          environmentOptions: { happyDOM: { width: 1440, height: 900 } },
          setupFiles: ['test/setup.ts'],
          testTimeout: 20_000,
        },
      },
    ],
    // Failed queries are logged by the library; only a test that fails needs them.
    silent: 'passed-only',
  },
});
