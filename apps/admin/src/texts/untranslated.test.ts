import { expect, test } from 'vitest';
import { collectTexts } from '../../scripts/collectTexts.ts';

/** Folders with texts that are not given to `t` yet. The list only shrinks. */
const TO_DO = [
  'app',
  'audit',
  'balances',
  'changeRequests',
  'dashboard',
  'filters',
  'inbox',
  'lists',
  'money',
  'payments',
  'records',
  'search',
  'suspense',
  'transactions',
  'users',
  'withdrawals',
];

const { untranslated } = collectTexts();
const folderOf = (file: string) => file.split('/')[0] ?? '';

test('people see no text that cannot be translated', () => {
  expect(untranslated.filter(({ file }) => !TO_DO.includes(folderOf(file)))).toEqual([]);
});

test('a folder that is done is no longer in the list', () => {
  const left = new Set(untranslated.map(({ file }) => folderOf(file)));
  expect(TO_DO.filter((folder) => !left.has(folder))).toEqual([]);
});
