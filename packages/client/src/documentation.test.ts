import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const client = resolve(import.meta.dirname, '..');
const root = resolve(client, '../..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** The programs in a page begin with an import; shorter pieces use a client that the page has introduced. */
const codeIn = (page: string) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
const isProgram = (code: string) => code.startsWith('import ');

const pages = ['README.md', 'packages/client/README.md', ...globSync('docs/integrate/*.md', { cwd: root })];

test('no page installs from npm what is not there', () => {
  const guides = [...pages, ...globSync('{packages,examples}/**/README.md', { cwd: root })];
  const wrong = guides.filter(
    (page) =>
      !page.includes('node_modules') &&
      /(npm|pnpm|yarn) (install|i|add)\b[^\n`]* @paydesk\//.test(readFileSync(join(root, page), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  'README.md': ['quickStart.ts'],
  'packages/client/README.md': ['firstCalls.ts'],
  'docs/integrate/quick-start.md': ['topUpAndCharge.ts'],
  'docs/integrate/webhooks.md': ['webhooks.ts'],
  'docs/integrate/events.md': ['followEvents.ts'],
};

test.each(pages)('the programs in %s are the examples that are compiled', (page) => {
  const examples = PROGRAMS[page] ?? [];
  expect(codeIn(page).filter(isProgram)).toEqual(
    examples.map((file) => readFileSync(join(client, 'examples', file), 'utf8')),
  );
});

// In the package, so that `@paydesk/client` is found as its users find it.
const folder = mkdtempSync(join(client, 'examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the shorter pieces of code pass the compiler', () => {
  const pieces = pages.flatMap((page) => codeIn(page).filter((code) => !isProgram(code)));
  expect(pieces.length).toBeGreaterThan(2);
  const functions = pieces.map(
    (code, index) =>
      `export async function piece${index}(desk: PaydeskClient, paydesk: PaydeskClient) {\n{\n${code}\n}\nreturn [desk, paydesk];\n}\n`,
  );
  writeFileSync(
    join(folder, 'pieces.ts'),
    `import { createPaydeskClient, type PaydeskClient } from '@paydesk/client';\nvoid createPaydeskClient;\n${functions.join('\n')}`,
  );
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../../tsconfig.base.json', include: ['pieces.ts'] }),
  );
  const compile = () =>
    execFileSync(process.execPath, [tsc, '--noEmit', '-p', folder], { stdio: 'pipe', encoding: 'utf8' });
  expect(compile).not.toThrow();
});
