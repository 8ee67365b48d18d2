import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startFakeDesk } from './support/fakeDesk.ts';
import { NODE_VERSIONS, nodeOfVersion } from './support/nodeVersions.ts';
import { addFiles, installInto, run, write } from './support/project.ts';

const { resolve: find } = createRequire(import.meta.url);
const tsc = join(dirname(find('typescript/package.json')), 'bin/tsc');
const nodeTypes = dirname(dirname(find('@types/node/package.json')));

/** Strict, and with the declarations of the packages checked as well. */
const strict = { strict: true, skipLibCheck: false, noEmit: true, target: 'es2022', module: 'nodenext' };
const inNode = { lib: ['es2022'], types: ['node'], typeRoots: [nodeTypes] };
const inBrowser = { lib: ['es2022', 'dom', 'dom.iterable'], types: [] };

/** What the compiler makes of a program, the libraries of the language included. The time of it depends on the machine. */
const MOST_WORK = { Types: 190_000, Instantiations: 460_000 };

describe.each(['npm', 'pnpm'] as const)('in a project of %s', (manager) => {
  let folder: string;
  let desk: Awaited<ReturnType<typeof startFakeDesk>>;

  beforeAll(async () => {
    folder = await installInto(manager);
    desk = await startFakeDesk();
    addFiles(folder, ['app.ts', 'required.cts', 'calls.mjs', 'require.cjs']);
  });

  test.each([
    ['nodenext', { ...inNode }, ['app.ts', 'required.cts']],
    ['bundler', { ...inBrowser, module: 'esnext', moduleResolution: 'bundler' }, ['app.ts']],
  ])(
    'with the module resolution %s it type-checks, for little work of the compiler',
    async (resolution, options, files) => {
      const config = `tsconfig.${resolution}.json`;
      write(folder, config, { compilerOptions: { ...strict, ...options }, files });
      const report = await run(process.execPath, [tsc, '-p', config, '--extendedDiagnostics'], folder);
      for (const [what, most] of Object.entries(MOST_WORK))
        expect(countIn(report, what), what).toBeLessThanOrEqual(most);
    },
  );

  test.for(NODE_VERSIONS)('it runs on Node.js %s', async (version, { skip }) => {
    const node = nodeOfVersion(version);
    if (node === null) return skip(`Node.js ${version} is not available here`);
    expect((await run(node, ['--version'], folder)).trim()).toBe(`v${version}`);
    expect(JSON.parse(await run(node, ['calls.mjs', desk.url, 'pk_key'], folder))).toEqual(expected);
    expect(JSON.parse(await run(node, ['require.cjs', desk.url], folder))).toEqual([
      true,
      'INSUFFICIENT_FUNDS',
      '5.00',
    ]);
  });
});

/** What `projects/calls.mjs` prints. */
const expected = {
  page: 2,
  all: ['p1', 'p2', 'p3'],
  created: 'order:7',
  parsed: '5.00',
  formatted: ['5.00', 'function'],
  refused: [422, true, { availableUsd: '1.00' }],
  events: ['payment.created', 'payment.credited'],
  webhook: 'test',
  forged: 'SIGNATURE_MISMATCH',
};

function countIn(report: string, what: string): number {
  const [, count] = new RegExp(`^${what}: +(\\d+)$`, 'm').exec(report) ?? [];
  if (count === undefined) throw new Error(`the compiler did not count ${what}:\n${report}`);
  return Number(count);
}
