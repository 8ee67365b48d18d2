import { defineConfig } from 'tsdown';

/** One module and one declaration file. tRPC and react-admin stay those of the app. */
export default defineConfig({
  entry: 'src/index.ts',
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  deps: { neverBundle: [/^@trpc\//, 'ra-core'] },
});
