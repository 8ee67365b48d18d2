import { compressedBuild } from '@paydesk/bundle/compressed-build';
import { NO_BRAND, withBrand } from '@paydesk/design';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { translatedBuild } from './scripts/translatedBuild.ts';

const desk = process.env.PAYDESK_URL ?? 'http://localhost:3000';
const proxied = ['/trpc', '/api', '/health', '/pay'];

/** The desk puts another brand into the built page, if its settings name one. */
const ownBrand: Plugin = {
  name: 'own-brand',
  transformIndexHtml: { order: 'post', handler: (page) => withBrand(page, NO_BRAND) },
};

const LIBRARIES =
  /node_modules\/(@mui|@emotion|stylis|react-admin|ra-core|ra-ui-materialui|react-router|@tanstack|lodash|react-transition-group|@popperjs)/;

/** Everything is served from the desk's own origin: no fonts, scripts or images from elsewhere. */
export default defineConfig({
  base: '/',
  // The desk sends the compressed files to browsers that read them.
  plugins: [ownBrand, translatedBuild, react(), compressedBuild],
  build: {
    target: 'es2022',
    sourcemap: false,
    // React is shared by the login page and the admin app, so it keeps its own long-lived file.
    rolldownOptions: {
      output: {
        // Each file names those that it imports: hashes that compress make all of them smaller.
        hashCharacters: 'hex',
        chunkFileNames: 'assets/[name]-[hash:7].js',
        // What most pages need of the libraries is one more: a hundred small files compress 30 kB worse.
        codeSplitting: {
          groups: [
            { name: 'react', priority: 2, test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'ui', priority: 1, test: LIBRARIES, minShareCount: 8 },
          ],
        },
      },
    },
  },
  // The desk takes sign-ins from its own origin only, so the development server speaks in its name.
  server: {
    proxy: Object.fromEntries(
      proxied.map((path) => [path, { target: desk, changeOrigin: true, headers: { origin: desk } }]),
    ),
  },
});
