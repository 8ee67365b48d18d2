import { expect, test } from 'vitest';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { newId } from '../../src/base/identifiers.ts';
import { requestChange } from '../../src/changeRequests/requestChange.ts';
import { adjustBalance } from '../../src/transactions/adjustBalance.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { presentBalance } from '../../src/balances/balances.router.ts';
import { verifyLedger } from '../../src/verify/verifyLedger.ts';
import { recordDeskSettings } from '../../src/system/recordDeskSettings.ts';
import { hire } from '../stepUp/people.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { balanceOf, entry, newPayment, refusalOf } from '../support/money.ts';
import { actors, newUser } from '../support/testDesk.ts';
import { sealBooks } from '../verify/sealBooks.ts';

const { desk, knex, user } = await fullDesk();
await sealBooks(knex);
await addGovernedRows();
// Some of the dashboard's changes are in its totals, the others wait.
await knex.raw('select add_figure_changes(3)');

interface Column {
  table: string;
  column: string;
  domain: string | null;
  generated: string;
}
await recordDeskSettings(desk);
const numeric = (
  await knex.raw<{ rows: Column[] }>(
    `select table_name as "table", column_name as "column", domain_name as domain, is_generated as generated from information_schema.columns
   where table_schema = 'public' and data_type = 'numeric' order by 1, 2`,
  )
).rows;
const written = numeric.filter((column) => column.generated === 'NEVER');
const usdColumns = written
  .filter((column) => column.domain === 'usd')
  .map(({ table, column }) => [table, column] as const);

test('every numeric column is USD, crypto or a percentage by its domain', () => {
  expect(written.length).toBeGreaterThan(20);
  expect(written.filter(({ domain }) => !['usd', 'crypto', 'percent'].includes(domain ?? ''))).toEqual([]);
  expect(written.filter(({ domain }) => domain === 'percent').map(({ column }) => column)).toEqual([
    'service_fee_percent',
  ]);
  expect(
    written
      .filter((column) => column.column.includes('usd') !== (column.domain === 'usd'))
      .map((column) => column.column)
      .toSorted(),
  ).toEqual(['balance_after', 'total_deposited', 'total_withdrawn']);
});

test('no column anywhere is a binary float or PostgreSQL’s money', async () => {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    `select table_name, column_name from information_schema.columns where table_schema = 'public' and data_type in ('real', 'double precision', 'money')`,
  );
  expect(rows).toEqual([]);
});

test.each(usdColumns)('%s.%s refuses a third decimal place instead of rounding it', async (table, column) => {
  expect(Number((await knex(table).count('* as n').first())?.['n'])).toBeGreaterThan(0);
  expect(await refusalOf(knex(table).update({ [column]: '17.005' }))).toBe('usd_check');
});

test.each(['NaN', 'Infinity', '1e18'])('%s is no amount', async (amount) => {
  expect(await refusalOf(knex('transactions').insert(entry(user.id, { amount_usd: amount })))).toBe(
    'usd_check',
  );
});

test('an insert with three places is refused as well', async () => {
  expect(await refusalOf(knex('transactions').insert(entry(user.id, { amount_usd: '5.001' })))).toBe(
    'usd_check',
  );
});

test.each(['-1', 'NaN', 'Infinity', `0.${'1'.repeat(31)}`])('%s is no crypto amount', async (amount) => {
  const { id } = await newPayment(desk, user.id, '20.00');
  expect(await refusalOf(knex('payments').where({ id }).update({ actual_amount: amount }))).toBe(
    'crypto_check',
  );
});

test('D19: balances and totals beyond 99,999,999.99 work to the cent', async () => {
  const rich = await newUser(desk);
  const amountUsd = '999999999999.99';
  await adjustBalance(desk, actors.staff(), { userId: rich.id, amountUsd, reason: 'a very large deposit' });
  await adjustBalance(desk, actors.staff(), { userId: rich.id, amountUsd, reason: 'another one' });
  await chargeUser(desk, actors.service(), { userId: rich.id, amountUsd: '0.01' });
  expect(presentBalance(await balanceOf(knex, rich.id))).toMatchObject({
    balanceUsd: '1999999999999.97',
    balanceDisplay: '$1,999,999,999,999.97 USD',
  });
  expect(await verifyLedger(knex, rich.id)).toMatchObject({ firstBad: null });
});

test('D18: a crypto amount keeps all of its 18 and more decimal places', async () => {
  const { id } = await newPayment(desk, user.id, '20.00');
  for (const amount of [
    '0.123456789012345678',
    '123456789012345678901234567.123456789012345678',
    `0.${'0'.repeat(29)}1`,
  ]) {
    await knex('payments').where({ id }).update({ actual_amount: amount });
    expect(await knex('payments').where({ id }).first('actual_amount')).toEqual({ actual_amount: amount });
  }
});

test('metadata with large numbers keeps the chain verifiable', async () => {
  const target = await newUser(desk);
  await knex('transactions').insert(
    entry(target.id, {
      metadata: '{"big": 123456789012345678901234567890.123456789, "text": "1,2:3"}',
      description: 'ü, 5:x',
    }),
  );
  expect(await verifyLedger(knex, target.id)).toMatchObject({ firstBad: null });
});

/** A change request, an amount that one person credited alone, and one that an API key credited. */
async function addGovernedRows(): Promise<void> {
  const staff = await hire(desk, 'admin');
  const { apiKey } = await insertApiKey(knex, {
    name: 'shop',
    scopes: ['transactions.bonus'],
    createdByStaffId: staff.id,
  });
  const bonus = { action: 'transactions.bonus' as const, amountUsd: '5.00' };
  const counted = { action: bonus.action, amount_usd: bonus.amountUsd };
  const { id } = await giveBonus(
    desk,
    { kind: 'staff', id: staff.id, name: staff.name },
    { userId: user.id, amountUsd: bonus.amountUsd },
  );
  await knex('solo_credits').insert({ id: newId(), ...counted, staff_id: staff.id, resource_id: id });
  await knex('api_key_uses').insert({ id: newId(), ...counted, api_key_id: apiKey.id, resource_id: id });
  await requestChange(
    desk,
    { ...actors.staff(), id: staff.id },
    {
      action: bonus.action,
      payload: { userId: user.id, amountUsd: bonus.amountUsd },
      assessment: { needs: 'amount', amountUsd: bonus.amountUsd, summary: 'Give a bonus', facts: [] },
      evidence: {
        kind: 'none',
        staffId: staff.id,
        challenge: '',
        covers: null,
        verifiedAt: desk.clock.now().toISOString(),
        passkeyId: null,
        assertion: null,
      },
      approverRole: 'approver',
      requiredApprovals: 1,
    },
  );
}
