import { build, type Plugin } from 'vite';

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

export interface BundlePlan {
  /** Each becomes `NAME.mjs`: absolute paths of sources. */
  programs: Readonly<Record<string, string>>;
  /** What was in it is removed. */
  folder: string;
  /** Where in the folder the files are that several programs have in common; beside them when left out. */
  commonFolder?: string;
  /** Packages that stay outside, to be found in node_modules. */
  external?: readonly string[];
  /** Expressions that are replaced by constants. */
  define?: Record<string, string>;
  plugins?: Plugin[];
}

/**
 * Bundles the programs with all that they import, so that they need nothing but Node.js. Names stay as they are: models,
 * errors and stack traces show them.
 */
export async function bundlePrograms(plan: BundlePlan): Promise<void> {
  await build({
    configFile: false,
    root: plan.folder,
    logLevel: 'warn',
    ...(plan.define && { define: plan.define }),
    ...(plan.plugins && { plugins: plan.plugins }),
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: plan.folder,
      emptyOutDir: true,
      target: 'node22',
      minify: false,
      rolldownOptions: {
        external: [...NOT_INSTALLED, ...(plan.external ?? [])],
        input: plan.programs,
        output: {
          entryFileNames: '[name].mjs',
          chunkFileNames: `${plan.commonFolder ? `${plan.commonFolder}/` : ''}[name]-[hash:8].mjs`,
          keepNames: true,
          // As in the sources: a polyfill comes before what needs it (`reflect-metadata`, for passkeys).
          strictExecutionOrder: true,
        },
      },
    },
  });
}
