import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  filesIn,
  pack,
  publintFindings,
  readIn,
  run,
  typesReport,
} from '../../client/e2e/support/tarball.ts';

const ours = resolve(import.meta.dirname, '..');
const { resolve: find } = createRequire(import.meta.url);
/** An otherwise empty project outside of the repository. */
const project = mkdtempSync(join(tmpdir(), 'ra-data-trpc-project-'));
const installed = join(project, 'node_modules/ra-data-trpc');
let tarball: string;

beforeAll(() => {
  tarball = pack(ours, project);
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed], project);
  // What the package asks of its users, from where it is installed here: no registry is needed.
  mkdirSync(join(project, 'node_modules/@trpc'));
  for (const peer of ['@trpc/client', '@trpc/server', 'ra-core', 'zod'])
    symlinkSync(realpathSync(join(ours, 'node_modules', peer)), join(project, 'node_modules', peer));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test('the tarball holds one module, one declaration file, and what people read', () => {
  expect(filesIn(tarball)).toEqual(
    ['LICENSE', 'README.md', 'dist/index.d.ts', 'dist/index.js', 'package.json'].toSorted(),
  );
});

test('nothing in it refers to the repository, and it brings no other package', () => {
  for (const file of ['package.json', 'dist/index.js', 'dist/index.d.ts'])
    expect(readIn(tarball, file), file).not.toMatch(
      /workspace:|catalog:|@paydesk|file:\/\/|\/src\/[\w/]+\.ts'/,
    );
  const manifest = JSON.parse(readIn(tarball, 'package.json')) as object;
  expect(manifest).toMatchObject({ license: 'MIT', publishConfig: { access: 'public' } });
  expect(manifest).not.toHaveProperty('dependencies');
});

test.each([
  ['nodenext', { module: 'nodenext' }],
  ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
])('an app with the module resolution %s type-checks, its declarations included', (name, options) => {
  copyFileSync(join(import.meta.dirname, 'projects/app.ts'), join(project, 'app.ts'));
  const own = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
  };
  const config = join(project, `tsconfig.${name}.json`);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'library', type: 'module' }));
  // The declarations of react-admin's dependencies are not ours to check.
  const compilerOptions = { ...own, skipLibCheck: true, ...options };
  writeFileSync(config, JSON.stringify({ compilerOptions, files: ['app.ts'] }));
  const tsc = join(dirname(find('typescript/package.json')), 'bin/tsc');
  expect(run(process.execPath, [tsc, '-p', config], project)).toBe('');
});

test('publint and “are the types wrong” find nothing', async () => {
  expect(await publintFindings(tarball)).toEqual([]);
  expect(typesReport(tarball)).toContain('OK (ESM)');
});
