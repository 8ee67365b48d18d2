import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

const model = `
import { Model } from 'objection';
export class Account extends Model {
  static override tableName = 'accounts';
  declare id: string;
}
`;

const queries = (prefix: string) => `${model}
import type { Knex } from 'knex';
export async function clear(knex: Knex): Promise<void> {
  ${prefix} Account.query().insert({ id: '1' });
  ${prefix} knex('accounts').del();
}
`;

/** The rules that each of these files breaks. All are checked in one run: the types are loaded once. */
const broken = brokenRules({
  'unawaited.ts': queries(''),
  'awaited.ts': queries('await'),
  'fields.ts': model.replace(
    'declare id: string;',
    'declare id: string;\n  meta = { a: 1 };\n  name!: string;',
  ),
  'habits.ts': `export function read(x: any): number {\n  console.log(x);\n  return parseFloat(String(x));\n}\n`,
});

test('a query that is not awaited is caught: it would silently do nothing', () => {
  expect(broken.get('unawaited.ts')).toEqual([
    'typescript(no-floating-promises)',
    'typescript(no-floating-promises)',
  ]);
  expect(broken.get('awaited.ts')).toEqual([]);
});

test('a field of a model that is not declared is caught: its value would be written to every patched row', () => {
  expect(broken.get('fields.ts')).toEqual([
    'paydesk(declared-model-fields)',
    'paydesk(declared-model-fields)',
  ]);
});

test('any, console and floats are caught', () => {
  expect(broken.get('habits.ts')).toEqual([
    'eslint(no-console)',
    'eslint(no-restricted-globals)',
    'typescript(no-explicit-any)',
  ]);
});

function brokenRules(files: Record<string, string>): Map<string, string[]> {
  // Inside the server's package, because the types of knex and Objection must be found.
  const folder = mkdtempSync(join(root, 'apps/server/test/lint-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const lint = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/oxlint/bin/oxlint'),
      '--type-aware',
      '--format',
      'json',
      relative(root, folder),
    ],
    { cwd: root, encoding: 'utf8' },
  );
  const { diagnostics } = JSON.parse(lint.stdout) as { diagnostics: { code: string; filename: string }[] };
  return new Map(
    Object.keys(files).map((name) => [
      name,
      diagnostics
        .filter(({ filename }) => basename(filename) === name)
        .map(({ code }) => code)
        .toSorted(),
    ]),
  );
}
