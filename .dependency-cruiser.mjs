import { adminLayers } from './scripts/imports/adminLayers.ts';
import { checkoutLayers } from './scripts/imports/checkoutLayers.ts';
import { serverLayers } from './scripts/imports/serverLayers.ts';
import { simulatorLayers } from './scripts/imports/simulatorLayers.ts';

/**
 * The dependency rules (see docs/architecture.md): the folders of an app form layers, and imports only go down.
 * `scripts/checkImports.ts` runs them; a new folder has to be given a layer first.
 */

const server = '^apps/server/src/';
/** An endpoint stands in the folder of its feature; only endpoints and `http`, `trpc` know HTTP and tRPC. */
const endpoint = '\\.(router|webhook|job)\\.ts$';
const tests = '\\.(test|fixture)\\.tsx?$|/test/';

/** Two rules for each layer: no import goes up, and none goes to another folder of the same layer. */
function layered(source, layers) {
  const inFolders = (folders) => `^${source}/(${folders.join('|')})(/|\\.tsx?$)`;
  return layers.flatMap((folders, index) => [
    {
      name: `${source}/${folders[0]}-imports-only-downwards`,
      comment: 'What both need moves down a layer.',
      severity: 'error',
      from: { path: inFolders(folders), pathNot: tests },
      to: { path: inFolders(['main', 'worker', ...layers.slice(0, index).flat()]) },
    },
    ...(folders.length > 1
      ? [
          {
            name: `${source}/${folders[0]}-layer-has-no-imports-across`,
            comment: 'Folders of one layer do not know each other; what both need moves down a layer.',
            severity: 'error',
            from: { path: inFolders(folders), pathNot: tests },
            to: { path: inFolders(folders), pathNot: `^${source}/$1(/|\\.tsx?$)` },
          },
        ]
      : []),
  ]);
}

export default {
  forbidden: [
    ...layered('apps/server/src', serverLayers),
    ...layered('apps/admin/src', adminLayers),
    ...layered('apps/checkout/src', checkoutLayers),
    ...layered('apps/simulator/src', simulatorLayers),
    {
      name: 'only-endpoints-know-http-and-trpc',
      comment:
        'A file without a suffix is a command: it can be called from a job, a test or the command line.',
      severity: 'error',
      from: {
        path: server,
        pathNot: [tests, endpoint, `${server}(http|trpc)/`, `${server}(main|worker)\\.ts$`],
      },
      to: { path: 'node_modules/(fastify|@fastify|@trpc)/' },
    },
    {
      name: 'settings-are-loaded-at-the-top',
      comment: 'Settings are handed down as values; everyone else imports their type.',
      severity: 'error',
      from: {
        path: '.',
        pathNot: [
          tests,
          `${server}(main|worker)\\.ts$`,
          `${server}cli/`,
          '^scripts/',
          '^knexfile\\.ts$',
          '/(bench|e2e|scripts)/',
        ],
      },
      to: { path: `${server}base/settings\\.ts$`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'types-stand-alone',
      comment: "The types package runs in browsers and in other people's apps.",
      severity: 'error',
      from: { path: '^packages/types/src/', pathNot: tests },
      to: { pathNot: '^packages/types/src/|node_modules/(zod|decimal\\.js)/' },
    },
    {
      name: 'server-only-as-types',
      comment: 'The admin app and the client see the server as declarations: `import type` alone.',
      severity: 'error',
      from: { path: '^(apps/admin/src|packages)/', pathNot: tests },
      to: {
        path: ['^apps/server/', '^@paydesk/server', 'node_modules/@paydesk/server'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'simulator-stands-alone',
      comment: "It stands in for somebody else's service: what it shared with the desk, it could not test.",
      severity: 'error',
      from: { path: '^apps/simulator/', pathNot: tests },
      to: { path: '^(apps/(server|admin)|packages)/' },
    },
    {
      name: 'only-demo-knows-the-simulator',
      severity: 'error',
      from: { path: server, pathNot: [tests, `${server}demo/`] },
      to: { path: '^apps/simulator/' },
    },
    {
      name: 'products-do-not-import-tests',
      severity: 'error',
      from: { path: '^(apps|packages|scripts)/', pathNot: [tests, '/e2e/', 'vitest\\.config\\.ts$'] },
      to: { path: tests, pathNot: 'node_modules' },
    },
    {
      name: 'no-cycles',
      comment: 'Relations between models go both ways, so models/ may; types cost nothing at run time.',
      severity: 'error',
      from: { path: '^(apps|packages|scripts)/', pathNot: `${server}models/` },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.turbo)/' },
    // Type-only imports count: a command that needs an endpoint's type is in the wrong layer too.
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
