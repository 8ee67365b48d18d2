import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
// Inside the server's package, because the types of knex and Objection must be found; gone after the test.
const folder = mkdtempSync(join(root, 'apps/server/test/lint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The rules that a file with this text breaks. */
function brokenRules(name: string, text: string): string[] {
  writeFileSync(join(folder, name), text);
  const lint = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/oxlint/bin/oxlint'),
      '--type-aware',
      '--format',
      'json',
      relative(root, join(folder, name)),
    ],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const { diagnostics } = JSON.parse(lint.stdout) as { diagnostics: { code: string }[] };
  return diagnostics.map(({ code }) => code);
}

const model = `
import { Model } from 'objection';
export class Account extends Model {
  static override tableName = 'accounts';
  declare id: string;
}
`;

test('a query that is not awaited is caught: it would silently do nothing', () => {
  const text = (prefix: string) => `${model}
import type { Knex } from 'knex';
export async function clear(knex: Knex): Promise<void> {
  ${prefix} Account.query().insert({ id: '1' });
  ${prefix} knex('accounts').del();
}
`;
  expect(brokenRules('unawaited.ts', text(''))).toEqual([
    'typescript(no-floating-promises)',
    'typescript(no-floating-promises)',
  ]);
  expect(brokenRules('awaited.ts', text('await'))).toEqual([]);
});

test('a field of a model that is not declared is caught: its value would be written to every patched row', () => {
  expect(
    brokenRules(
      'fields.ts',
      model.replace('declare id: string;', 'declare id: string;\n  meta = { a: 1 };\n  name!: string;'),
    ),
  ).toEqual(['paydesk(declared-model-fields)', 'paydesk(declared-model-fields)']);
});

test('any, console and floats are caught', () => {
  const text = `export function read(x: any): number {\n  console.log(x);\n  return parseFloat(String(x));\n}\n`;
  expect(brokenRules('habits.ts', text).toSorted()).toEqual([
    'eslint(no-console)',
    'eslint(no-restricted-globals)',
    'typescript(no-explicit-any)',
  ]);
});
