import { defineConfig } from 'tsdown';

/** One module and one declaration file, with everything inside: who installs the client installs nothing else. */
export default defineConfig({
  entry: 'src/index.ts',
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  deps: { alwaysBundle: [/^@trpc\//], onlyBundle: ['@trpc/client', '@trpc/server'] },
});
