import { defineConfig } from 'vite';

/**
 * One small script and one file of words for each language; the server finds their hashed names in the
 * manifest.
 */
export default defineConfig({
  base: '/pay-assets/',
  build: {
    target: 'es2022',
    manifest: 'manifest.json',
    assetsDir: '',
    modulePreload: false,
    rolldownOptions: { input: 'src/client/main.ts' },
  },
});
