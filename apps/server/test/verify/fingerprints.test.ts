import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fingerprintsOf, readCatalog } from '../../src/verify/catalog.ts';
import { inSnapshot } from '../../src/verify/inSnapshot.ts';
import { FINGERPRINTS_FILE } from '../../src/verify/verifySchema.ts';
import { testDatabase } from '../support/testDatabase.ts';

const { knex } = await testDatabase();

test('the stored fingerprints are those of the migrations: if not, run node scripts/fingerprintSchema.ts', async () => {
  const stored: unknown = JSON.parse(await readFile(FINGERPRINTS_FILE, 'utf8'));
  expect(await inSnapshot(knex, async (trx) => fingerprintsOf(await readCatalog(trx)))).toEqual(stored);
});

test('the fingerprints cover every kind of object', async () => {
  const names = Object.keys(await inSnapshot(knex, async (trx) => fingerprintsOf(await readCatalog(trx))));
  const kinds = new Set(names.map((name) => name.split(' ')[0] ?? ''));
  expect([...kinds].toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'column',
    'constraint',
    'domain',
    'function',
    'index',
    'table',
    'trigger',
  ]);
});
