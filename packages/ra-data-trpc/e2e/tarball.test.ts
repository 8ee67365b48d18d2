import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ours = resolve(import.meta.dirname, '..');
const { resolve: find } = createRequire(import.meta.url);
/** An otherwise empty project outside of the repository. */
const project = mkdtempSync(join(tmpdir(), 'ra-data-trpc-project-'));
const installed = join(project, 'node_modules/ra-data-trpc');
let tarball: string;

beforeAll(() => {
  run('pnpm', ['pack', '--pack-destination', project], ours);
  const [name = ''] = readdirSync(project).filter((file) => file.endsWith('.tgz'));
  tarball = join(project, name);
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed], project);
  // What the package asks of its users, from where it is installed here: no registry is needed.
  mkdirSync(join(project, 'node_modules/@trpc'));
  for (const peer of ['@trpc/client', '@trpc/server', 'ra-core', 'zod'])
    symlinkSync(realpathSync(join(ours, 'node_modules', peer)), join(project, 'node_modules', peer));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test('the tarball holds one module, one declaration file, and what people read', () => {
  const files = run('tar', ['-tzf', tarball], project).trim().split('\n').toSorted();
  expect(files.filter((path) => !path.endsWith('CHANGELOG.md'))).toEqual(
    ['LICENSE', 'README.md', 'dist/index.d.ts', 'dist/index.js', 'package.json'].map(
      (path) => `package/${path}`,
    ),
  );
});

test('nothing in it refers to the repository, and it brings no other package', () => {
  for (const file of ['package.json', 'dist/index.js', 'dist/index.d.ts'])
    expect(readFileSync(join(installed, file), 'utf8'), file).not.toMatch(
      /workspace:|catalog:|@paydesk|file:\/\/|\/src\/[\w/]+\.ts'/,
    );
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as object;
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

test('publint finds nothing', async () => {
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
    strict: true,
  });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test('“are the types wrong” finds nothing', () => {
  const attw = join(dirname(find('@arethetypeswrong/cli/package.json')), 'dist/index.js');
  const words = [
    attw,
    tarball,
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    'package.json',
    '--no-emoji',
  ];
  // It fails on a problem; this shows that it looked.
  expect(run(process.execPath, words, project)).toContain('OK (ESM)');
});

function run(command: string, words: string[], cwd: string): string {
  try {
    return execFileSync(command, words, { cwd, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
