import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { expect, inject, test } from 'vitest';
import { run } from './support/project.ts';
import { filesIn, publintFindings, readIn, typesReport } from './support/tarball.ts';

const tarballs = inject('tarballs');
const { resolve: find } = createRequire(import.meta.url);
const root = resolve(import.meta.dirname, '../../..');
const packages = [
  ['@paydesk/client', tarballs.client],
  ['@paydesk/types', tarballs.types],
] as const;

test('the tarballs hold modules, one declaration file for each entry point, and what people read', () => {
  const always = ['LICENSE', 'README.md', 'package.json'];
  expect(filesIn(tarballs.client)).toEqual(
    [...always, 'THIRD_PARTY_LICENSES.txt', 'dist/index.d.ts', 'dist/index.js'].toSorted(),
  );
  expect(filesIn(tarballs.types)).toEqual(
    [...always, 'dist/index.d.ts', 'dist/index.js', 'dist/rules.d.ts', 'dist/rules.js'].toSorted(),
  );
});

test.each(packages)('nothing in %s refers to the repository', (name, tarball) => {
  for (const path of filesIn(tarball)) {
    const text = readIn(tarball, path);
    expect(text, path).not.toMatch(/workspace:|catalog:|@paydesk\/server|file:\/\/|\/src\/[\w/]+\.ts'/);
    if (path.startsWith('dist/')) expect(text, path).not.toMatch(/from ["'](@trpc|@paydesk)\//);
  }
  const manifest = JSON.parse(readIn(tarball, 'package.json')) as Manifest;
  expect(manifest).toMatchObject({
    name,
    license: 'MIT',
    type: 'module',
    publishConfig: { access: 'public' },
  });
  expect(manifest.private).toBeUndefined();
  expect(manifest.engines.node).toMatch(/20/);
  for (const [entry, conditions] of Object.entries(manifest.exports))
    if (entry !== './package.json') expect(Object.keys(conditions)[0]).toBe('types');
});

interface Manifest {
  private?: boolean;
  engines: { node: string };
  exports: Record<string, object>;
  dependencies?: Record<string, string>;
}

test('the client brings no other package, the types bring zod and decimal.js in a range', () => {
  const dependencies = (tarball: string) =>
    (JSON.parse(readIn(tarball, 'package.json')) as Manifest).dependencies;
  expect(dependencies(tarballs.client)).toBeUndefined();
  expect(dependencies(tarballs.types)).toEqual({
    'decimal.js': expect.stringMatching(/^\^/) as string,
    zod: expect.stringMatching(/^\^/) as string,
  });
});

test('the declarations of the client name no staff procedure, and import nothing', () => {
  const text = readIn(tarballs.client, 'dist/index.d.ts');
  expect(text).toContain('interface Procedures');
  expect(text).not.toMatch(/^import /m);
  for (const word of ['approve:', 'markCompleted', 'writeOff', 'publish:', 'apiKeys:', 'proof'])
    expect(text).not.toContain(word);
});

test('the license of the code that the client contains is in the tarball', () => {
  const license = readFileSync(join(dirname(find('@trpc/client/package.json')), 'LICENSE'), 'utf8');
  expect(readIn(tarballs.client, 'THIRD_PARTY_LICENSES.txt')).toContain(license.trim());
  expect(readIn(tarballs.client, 'LICENSE')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'));
});

test.each(packages)('publint and “are the types wrong” find nothing in %s', async (_name, tarball) => {
  expect(await publintFindings(tarball)).toEqual([]);
  expect(typesReport(tarball)).toContain('OK (ESM)');
});

test.each(packages)('%s could be published', async (name, tarball) => {
  const output = await run('npm', ['publish', tarball, '--dry-run', '--offline', '--json'], dirname(tarball));
  expect(output).toContain(`"${name}"`);
});
