import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fingerprintsOf, readCatalog } from '../../src/verify/catalog.ts';
import { inSnapshot } from '../../src/verify/inSnapshot.ts';
import { FILES } from '../../src/base/files.ts';
import { testDatabase } from '../support/testDatabase.ts';

const { knex } = await testDatabase();

test('the stored fingerprints are those of the migrations: if not, run node scripts/fingerprintSchema.ts', async () => {
  const stored: unknown = JSON.parse(await readFile(FILES.fingerprints, 'utf8'));
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

/** What every posting calls: setting the path costs time, and the desk's own sessions have it set. */
const WITHOUT_PATH = [
  'chain_transaction',
  'emit_event',
  'emit_transaction_event',
  'enqueue_for_seal',
  'guard_balance',
  'post_transaction',
  'posting_refusal',
  'raise_domain_error',
];

test('the rules mean the same under every search_path: a function that is replaced keeps its own', async () => {
  const { rows } = await knex.raw<{ rows: { name: string }[] }>(
    `select p.proname as name from pg_proc p join pg_language l on l.oid = p.prolang
     where p.pronamespace = current_schema()::regnamespace and l.lanname = 'plpgsql'
       and not coalesce(format('search_path=%I, pg_temp', current_schema()) = any (p.proconfig), false)
     order by name`,
  );
  expect(rows.map(({ name }) => name)).toEqual(WITHOUT_PATH);
});
