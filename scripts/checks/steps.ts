import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A check that passes or fails as a whole, or a vitest suite whose tests are counted. */
export interface Step {
  /** Runs this step alone: `npx -y pnpm@12 test lint`. */
  name: string;
  title: string;
  kind: 'check' | 'suite';
  /** The Node.js program and its arguments. */
  command: string[];
  cwd: string;
  needsBrowser?: boolean;
}

const inRoot = (...path: string[]) => join(root, ...path);
const check = (name: string, title: string, command: string[]): Step => ({
  name,
  title,
  kind: 'check',
  command,
  cwd: root,
});

/** All steps, the quick ones first. A package without tests and without a vitest config has no suite. */
export function allSteps(): Step[] {
  return [
    check('format', 'Format', [inRoot('node_modules/oxfmt/bin/oxfmt'), '--check', '.']),
    check('types', 'Types of all packages', [
      inRoot('node_modules/turbo/bin/turbo'),
      'run',
      'typecheck',
      '--output-logs=errors-only',
    ]),
    check('types-scripts', 'Types of the scripts', [
      inRoot('node_modules/typescript/bin/tsc'),
      '--noEmit',
      '-p',
      'scripts',
    ]),
    check('types-examples', 'Types of the examples', [
      inRoot('node_modules/typescript/bin/tsc'),
      '--noEmit',
      '-p',
      'examples',
    ]),
    check('lint', 'Lint, with types', [
      inRoot('node_modules/oxlint/bin/oxlint'),
      '--type-aware',
      '--deny-warnings',
    ]),
    check('knip', 'Unused files, exports and dependencies', [inRoot('node_modules/knip/bin/knip.js')]),
    check('imports', 'Dependency rules', [inRoot('scripts/checkImports.ts')]),
    ...suite('scripts', 'Tests of the checks themselves', 'scripts'),
    ...suite('types-package', 'Tests of packages/types', 'packages/types'),
    ...suite('addresses', 'Tests of packages/addresses', 'packages/addresses'),
    ...suite('client', 'Tests of packages/client', 'packages/client'),
    ...browserSuite('packages', 'The published packages, installed elsewhere', 'packages/client'),
    ...suite('ra-data-trpc', 'Tests of packages/ra-data-trpc', 'packages/ra-data-trpc'),
    ...suiteElsewhere('ra-data-trpc-package', 'ra-data-trpc, installed elsewhere', 'packages/ra-data-trpc'),
    ...suiteElsewhere('test-kit', 'The test kit, in a project of its own', 'packages/testing'),
    ...suite('data-folder', 'Tests of packages/data-folder', 'packages/data-folder'),
    ...suite('design', 'Tests of packages/design', 'packages/design'),
    ...suite('embedded-database', 'Tests of packages/embedded-database', 'packages/embedded-database'),
    ...suite('simulator', 'Tests of apps/simulator', 'apps/simulator'),
    ...suite('server', 'Tests of apps/server, on a real PostgreSQL', 'apps/server'),
    check('bench', 'Plans of every call of the admin app, at 100,000 rows', [
      inRoot('apps/server/bench/lists.ts'),
      '--quick',
    ]),
    ...suite('desk', 'Tests of apps/desk', 'apps/desk'),
    ...suite('deployable', 'The folder of pnpm build, installed elsewhere', 'apps/deployable'),
    ...suite('examples', 'The examples, against a started desk', 'examples'),
    ...suite('admin', 'Tests of apps/admin', 'apps/admin'),
    ...suite('guide', 'Tests of apps/guide', 'apps/guide'),
    ...suite('checkout', 'Tests of apps/checkout', 'apps/checkout'),
    ...browserSuite('browser', 'The admin app in a browser', 'apps/admin'),
    ...browserSuite('browser-checkout', 'The checkout page in a browser', 'apps/checkout'),
  ];
}

function suite(name: string, title: string, folder: string): Step[] {
  const cwd = inRoot(folder);
  const hasTests = globSync('{src,test}/**/*.test.{ts,tsx}', { cwd }).length > 0;
  if (!hasTests && !existsSync(join(cwd, 'vitest.config.ts'))) return [];
  return [{ name, title, kind: 'suite', command: [vitestOf(folder), 'run'], cwd }];
}

function browserSuite(name: string, title: string, folder: string): Step[] {
  return suiteElsewhere(name, title, folder).map((step) => ({ ...step, needsBrowser: true }));
}

/** Tests in e2e/ have a vitest config of their own, so that `vitest` in the folder stays quick. */
function suiteElsewhere(name: string, title: string, folder: string): Step[] {
  const cwd = inRoot(folder);
  const config = ['e2e/vitest.config.ts', 'vitest.e2e.config.ts'].find((path) => existsSync(join(cwd, path)));
  if (!config) return [];
  return [
    {
      name,
      title,
      kind: 'suite',
      command: [vitestOf(folder), 'run', '--config', config],
      cwd,
    },
  ];
}

function vitestOf(folder: string): string {
  const own = inRoot(folder, 'node_modules/vitest/vitest.mjs');
  return existsSync(own) ? own : inRoot('node_modules/vitest/vitest.mjs');
}
