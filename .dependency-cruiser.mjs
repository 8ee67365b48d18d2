import { floors } from './scripts/imports/floors.ts';

/**
 * The import law (see docs/architecture.md): the server's folders stand on floors, and imports only go down.
 * `scripts/checkImports.ts` runs it; a new folder under apps/server/src must be given a floor in
 * scripts/imports/floors.ts first.
 */

const server = '^apps/server/src/';
const features = floors[3].join('|');
/** A door stands with its folder but on the features' floor, `audit/audit.router.ts` for one. */
const door = '\\.(router|webhook|job)\\.ts$';
const tests = '\\.(test|fixture)\\.tsx?$|/test/';

const inFolders = (folders) => `${server}(${folders.join('|')})/`;

const downOnly = floors.slice(1).map((folders, index) => ({
  name: `${folders[0]}-imports-only-downwards`,
  comment: 'What both need moves down a floor; it does not get reached for upwards.',
  severity: 'error',
  from: { path: inFolders(folders), pathNot: [tests, door] },
  to: { path: [inFolders(floors.slice(0, index + 1).flat()), `${server}(main|worker)\\.ts$`] },
}));

export default {
  forbidden: [
    ...downOnly,
    {
      name: 'doors-import-only-downwards',
      severity: 'error',
      from: { path: `${server}.*${door}`, pathNot: tests },
      to: { path: inFolders(floors.slice(0, 3).flat()) },
    },
    {
      name: 'features-do-not-know-each-other',
      severity: 'error',
      from: { path: `${server}(${features})/`, pathNot: tests },
      to: { path: `${server}(${features})/`, pathNot: `${server}$1/` },
    },
    {
      name: 'only-doors-know-http-and-trpc',
      comment: 'A file without a suffix is a verb: it can be called from a job, a test or the command line.',
      severity: 'error',
      from: { path: server, pathNot: [tests, door, `${server}(http|trpc)/`, `${server}(main|worker)\\.ts$`] },
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
      from: { path: server, pathNot: [tests, inFolders(['demo'])] },
      to: { path: '^apps/simulator/' },
    },
    {
      name: 'products-do-not-import-tests',
      severity: 'error',
      from: { path: '^(apps|packages|scripts)/', pathNot: [tests, '/e2e/', 'vitest\\.config\\.ts$'] },
      to: { path: tests, pathNot: 'node_modules' },
    },
    {
      name: 'no-circles',
      comment: 'Relations between models go both ways, so models/ may; types cost nothing at run time.',
      severity: 'error',
      from: { path: '^(apps|packages|scripts)/', pathNot: `${server}models/` },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.turbo)/' },
    // Type-only imports count: a verb that needs a door's type stands on the wrong floor too.
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
