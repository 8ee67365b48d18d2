import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

/** Each becomes `NAME.mjs`. */
const PROGRAMS = ['server', 'worker', 'paydesk', 'health'] as const;

/** What libraries load only if it is installed, for databases and tools that the desk does not use. */
const NOT_INSTALLED = [
  'better-sqlite3',
  'mariadb/callback',
  'mysql',
  'mysql2',
  'oracledb',
  'pg-native',
  'pg-query-stream',
  'pino-pretty',
  'sqlite3',
  'tedious',
];

/**
 * Bundles the programs with all that they import, so that they need nothing but Node.js. What several of them use is in
 * common files. Names stay as they are: models, errors and stack traces show them.
 */
export async function bundlePrograms(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'programs'),
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: 'node22',
      minify: false,
      rolldownOptions: {
        external: NOT_INSTALLED,
        input: Object.fromEntries(
          PROGRAMS.map((name) => [name, join(import.meta.dirname, `programs/${name}.ts`)]),
        ),
        output: {
          entryFileNames: '[name].mjs',
          chunkFileNames: 'program/[name]-[hash:8].mjs',
          keepNames: true,
        },
      },
    },
  });
  await chmod(join(folder, 'paydesk.mjs'), 0o755);
}
