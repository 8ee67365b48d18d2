import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { wholeDesk } from '../../src/rowFilters/reader.ts';
import { idsFound } from '../../src/rowFilters/searchStatement.ts';
import { newUser, testDesk } from '../support/testDesk.ts';

const { knex, ...desk } = await testDesk();
const busy = await newUser({ knex, ...desk }, 'busiest');
const other = await newUser({ knex, ...desk }, 'newest');

/** Of the newer ones none is of the busiest user. */
const ROWS = 80_000;
await knex.transaction(async (trx) => {
  await trx.raw('alter table transactions disable trigger user');
  await trx.raw(
    `insert into transactions (id, user_id, amount_usd, created_at, seq, transaction_type, balance_after, actor_kind,
       prev_hash, hash, description)
     select gen_random_uuid(), case when n < 40000 then ?::uuid else ?::uuid end, 1 + n % 100, now() - n * interval '1 minute', n, 'bonus', 1, 'system', '', '',
       'row ' || n
     from generate_series(1, ?) n`,
    [other.id, busy.id, ROWS],
  );
  await trx.raw('alter table transactions enable trigger user');
});
await knex.raw('vacuum analyze');

interface Node {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Rows that a search text makes a list read before its page. */
async function rowsRead(text: string): Promise<number> {
  const { sql, bindings } = idsFound('transactions', text, wholeDesk);
  const { rows } = await knex.raw<{ rows: { 'QUERY PLAN': [{ Plan: Node }] }[] }>(
    `explain (analyze, format json) select ${sql}`,
    bindings as Record<string, Knex.RawBinding>,
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  if (plan === undefined) throw new Error('no plan');
  return nodesOf(plan)
    .filter((node) => node['Relation Name'] === 'transactions')
    .map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'])
    .reduce((sum, read) => sum + read, 0);
}

test.each([
  ['the name of a user with many rows', 'busiest'],
  ['a word that many descriptions have', 'row'],
  ['an amount that many rows have', '7.00'],
  ['one letter', 'r'],
  ['two letters', 'ro'],
])('of %s a list reads few rows', async (_what, text) => {
  expect(await rowsRead(text)).toBeLessThanOrEqual(1500);
});
