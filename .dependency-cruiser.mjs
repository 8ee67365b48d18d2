import { layeredApps } from './scripts/imports/layeredApps.ts';

/**
 * The dependency rules (see docs/architecture.md): the folders of an app form layers, and imports only go down.
 * `scripts/checkImports.ts` runs them; a new folder has to be given a layer first.
 */

const server = '^apps/server/src/';
const desk = '^apps/desk/src/';
/** An endpoint stands in the folder of its feature; only endpoints and `http`, `trpc` know HTTP and tRPC. */
const endpoint = '\\.(router|webhook|job)\\.ts$';
const tests = '\\.(test|fixture)\\.tsx?$|/test/';

/**
 * Two rules for each layer: no import goes up, and none goes to another module of the same layer. A module is a
 * folder, or a file beside the folders. The programs of an app stand above its layers.
 */
function layered({ source, layers, programs }) {
  const inModules = (modules) => `^${source}/(${modules.join('|')})(/|\\.tsx?$)`;
  return layers.flatMap((modules, index) => [
    {
      name: `${source}/${modules[0]}-imports-only-downwards`,
      comment: 'What both need moves down a layer.',
      severity: 'error',
      from: { path: inModules(modules), pathNot: tests },
      to: { path: inModules([...programs, ...layers.slice(0, index).flat()]) },
    },
    ...(modules.length > 1
      ? [
          {
            name: `${source}/${modules[0]}-layer-has-no-imports-across`,
            comment: 'Modules of one layer do not know each other; what both need moves down a layer.',
            severity: 'error',
            from: { path: inModules(modules), pathNot: tests },
            to: { path: inModules(modules), pathNot: `^${source}/$1(/|\\.tsx?$)` },
          },
        ]
      : []),
  ]);
}

export default {
  forbidden: [
    ...layeredApps.flatMap(layered),
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
          `${server}(cli|exports)/`,
          `${desk}startUp/runDesk\\.ts$`,
          '^scripts/',
          '^knexfile\\.ts$',
          '/(bench|e2e|scripts)/',
        ],
      },
      to: {
        path: [`${server}base/settings\\.ts$`, `${server}exports/settings\\.ts$`],
        dependencyTypesNot: ['type-only'],
      },
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
      name: 'only-desk-knows-the-simulator',
      comment: 'An installation with the real provider runs without it.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: [tests, desk, '^apps/simulator/', '/e2e/'] },
      to: { path: '^apps/simulator/' },
    },
    {
      name: 'server-runs-without-desk',
      comment:
        'Server and worker run wherever DATABASE_URL leads to a PostgreSQL; a whole desk is built on them.',
      severity: 'error',
      from: { path: server, pathNot: tests },
      to: { path: '^(apps/desk|packages/embedded-database)/' },
    },
    {
      name: 'desk-uses-what-the-server-exports',
      comment: 'apps/server/src/exports is small and deliberate: what is missing there is added there.',
      severity: 'error',
      from: { path: desk, pathNot: tests },
      to: { path: '^apps/server/', pathNot: `${server}exports/` },
    },
    {
      name: 'products-do-not-import-tests',
      severity: 'error',
      from: {
        path: '^(apps|packages|scripts)/',
        pathNot: [tests, '/e2e/', '/bench/', 'vitest\\.config\\.ts$'],
      },
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
