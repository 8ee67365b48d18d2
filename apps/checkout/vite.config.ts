import { compressedBuild } from '@paydesk/bundle/compressed-build';
import { defineConfig } from 'vitest/config';

/**
 * One small script, one file of texts for each language, and the minified stylesheet. The server finds their
 * hashed names in the manifest.
 */
export default defineConfig({
  base: '/pay-assets/',
  // The desk sends the compressed files to browsers that read them.
  plugins: [compressedBuild],
  json: { stringify: false, namedExports: false },
  build: {
    target: 'es2022',
    manifest: 'manifest.json',
    assetsDir: '',
    modulePreload: false,
    rolldownOptions: { input: ['src/client/main.ts', 'src/page.css'] },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
