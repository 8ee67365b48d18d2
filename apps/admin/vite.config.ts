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

/**
 * Without texts, and so in no language's own files: what runs before anything else, and what the sign-in shares. It shows no
 * amounts, whose arithmetic weighs as much as the rest of it.
 */
const FIRST =
  /apps\/admin\/src\/(texts\/(?!createAmounts|times|serverSentence)[^/]+|theme\/brand|providers\/earlyAnswers)\.ts$|packages\/design\/|preload-helper/;
/** The same with React. */
const LOOKS = /apps\/admin\/src\/(texts\/Rich\.tsx|theme\/colorScheme\.ts)$/;

/** The app's own, without what the sign-in shares. */
const DESK =
  /(apps\/admin\/src\/(?!app\/|login\/|providers\/auth)|packages\/(types|ra-data-trpc)\/|node_modules\/@trpc\/)/;

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
        // What most pages need of the libraries is one more: a hundred small files compress 30 kB worse. So is what most
        // pages need of the app itself: each file costs the browser more time than most of them take to run.
        codeSplitting: {
          groups: [
            { name: 'react', priority: 4, test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'first', priority: 3, test: FIRST },
            { name: 'looks', priority: 3, test: LOOKS },
            { name: 'auth', priority: 3, test: /apps\/admin\/src\/providers\/authClient/ },
            { name: 'ui', priority: 2, test: LIBRARIES, minShareCount: 8 },
            { name: 'desk', priority: 1, test: DESK, minShareCount: 6 },
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
