import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const ours = resolve(import.meta.dirname, '..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** What each example takes from the reader's own app, by the beginning of the example. */
const SURROUNDINGS: readonly (readonly [begin: string, file: string, surroundings: string])[] = [
  [
    '// server',
    'server/appRouter.ts',
    `import { z } from 'zod';
    import { type Book, t } from '../../test/readmeRouter.ts';
    declare function findBooks(input: object): { items: Book[]; total: number };
    declare function findBook(id: string): Book;
    declare function findBooksByIds(ids: readonly string[]): Book[];
    declare function saveBook(input: object): Book;`,
  ],
  ['// admin', 'admin/app.tsx', ''],
  [
    'trpcDataProvider(client, {',
    'admin/adapters.ts',
    `import { trpcDataProvider } from 'ra-data-trpc';
    import { type Author, client, type Order } from '../../test/readmeRouter.ts';`,
  ],
  [
    'const { data } = await typed(',
    'admin/types.ts',
    `import { trpcDataProvider, typed } from 'ra-data-trpc';
    import { client } from '../../test/readmeRouter.ts';
    const dataProvider = trpcDataProvider(client);`,
  ],
  [
    'export const dataProvider',
    'admin/methods.ts',
    `import { useMutation } from '@tanstack/react-query';
    import { trpcDataProvider } from 'ra-data-trpc';
    import { client } from '../../test/readmeRouter.ts';`,
  ],
  [
    'const Live = ',
    'admin/live.tsx',
    `import { useQueryClient } from '@tanstack/react-query';
    import { followChanges } from 'ra-data-trpc';
    import { useEffect } from 'react';
    import { client } from '../../test/readmeRouter.ts';`,
  ],
];

/** The part of react-admin that the examples use, without its components. */
const REACT_ADMIN = `import type { ComponentType } from 'react';
export { CoreAdmin as Admin, Resource } from 'ra-core';
export declare const ListGuesser: ComponentType;
export declare const EditGuesser: ComponentType;
`;

// In the package, so that its name is found as its users find it.
const folder = mkdtempSync(join(ours, 'readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the examples of the README pass the compiler, and what it says does not compile does not', () => {
  const examples = Array.from(
    readFileSync(join(ours, 'README.md'), 'utf8').matchAll(/```tsx?\n(.*?)```/gs),
    ([, code = '']) => code,
  );
  expect(examples).toHaveLength(SURROUNDINGS.length);
  for (const name of ['server', 'admin']) mkdirSync(join(folder, name));
  examples.forEach((code, index) => {
    const [begin, file, surroundings] = SURROUNDINGS[index] ?? ['no such example', '', ''];
    expect(code.startsWith(begin), code).toBe(true);
    const expecting = code.replaceAll(/^.*\/\/ does not compile$/gm, '// @ts-expect-error\n$&');
    writeFileSync(join(folder, file), `${surroundings}\n${expecting}\nexport {};\n`);
  });
  writeFileSync(join(folder, 'react-admin.ts'), REACT_ADMIN);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../tsconfig.json',
      compilerOptions: { paths: { 'react-admin': ['./react-admin.ts'] } },
      include: ['.'],
      exclude: [],
    }),
  );
  try {
    execFileSync(process.execPath, [tsc, '--noEmit', '-p', folder], { stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    expect.fail((error as { stdout: string }).stdout);
  }
});
