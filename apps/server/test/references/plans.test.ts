import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { listPayments } from '../../src/payments/listPayments.ts';
import { wholeDesk } from '../../src/rowFilters/reader.ts';
import { listTransactions } from '../../src/transactions/listTransactions.ts';
import { listWithdrawals } from '../../src/withdrawals/listWithdrawals.ts';
import { EVM_ADDRESS, fundedUser } from '../support/money.ts';
import { offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const user = await fundedUser(desk, '1000.00');

/** Columns that the three tables have in common, of the row `n`. */
const COMMON = `gen_random_uuid(), :user, 20, 'filled-' || n, jsonb_build_object('cart', n),
  now() - n * interval '1 minute'`;
/** Enough rows that reading them all is the worse plan; more for a search of texts, which costs more. */
const FILL = {
  payments: `insert into payments (id, user_id, amount_usd, order_id, metadata, created_at, updated_at,
      internal_payment_id, currency_code, checkout_token, created_by_kind)
    select ${COMMON}, now() - n * interval '1 minute',
      'PAY_20260101000000_' || lpad(to_hex(n), 8, '0'), 'USDTBSC', 'token-' || n, 'system'
    from generate_series(1, 20000) n`,
  withdrawal_requests: `insert into withdrawal_requests (id, user_id, amount_usd, order_id, metadata, created_at, updated_at,
      internal_withdrawal_id, currency_code, wallet_address, network_fee_usd, service_fee_usd, payload_hash,
      required_approvals, requested_by_kind, status, rejected_at, transaction_hash)
    select ${COMMON}, now() - n * interval '1 minute', 'WD_20260101000000_' || lpad(to_hex(n), 8, '0'), 'USDTBSC',
      '${EVM_ADDRESS}', 1, 0, 'x', 1, 'system', 'rejected', now(), 'hash-' || n
    from generate_series(1, 20000) n`,
  transactions: `insert into transactions (id, user_id, amount_usd, order_id, metadata, created_at, seq, transaction_type,
      balance_after, actor_kind, prev_hash, hash, description)
    select ${COMMON}, n + 10, 'bonus', 1, 'system', '', '', 'row ' || n from generate_series(1, 80000) n`,
};

await knex.transaction(async (trx) => {
  for (const [table, statement] of Object.entries(FILL)) {
    await trx.raw('alter table ?? disable trigger user', [table]);
    await trx.raw(statement, { user: user.id });
    await trx.raw('alter table ?? enable trigger user', [table]);
  }
});
await knex.raw('analyze');

/** The plans of the statements that this work sends. */
async function plansOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: { sql: string; bindings: Knex.RawBinding[] }[] = [];
  const note = (query: (typeof sent)[number]) => sent.push(query);
  knex.on('query', note);
  await work();
  knex.removeListener('query', note);
  return await Promise.all(
    sent.map(async ({ sql, bindings }) => {
      const statement = sql.replaceAll(/\$\d+/g, '?');
      const { rows } = await knex.raw<{ rows: Record<string, string>[] }>(`explain ${statement}`, bindings);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    }),
  );
}

const lists = {
  payments: listPayments,
  withdrawal_requests: listWithdrawals,
  transactions: listTransactions,
};
const hourAgo = new Date(Date.now() - 3_600_000).toISOString();

test.each([
  ['payments', { orderId: 'filled-7' }, 'payments_order'],
  ['payments', { metadata: { cart: 7 } }, 'payments_metadata'],
  ['payments', { updatedAfter: hourAgo }, 'payments_updated'],
  ['withdrawal_requests', { orderId: 'filled-7' }, 'withdrawal_requests_order'],
  ['withdrawal_requests', { metadata: { cart: 7 } }, 'withdrawal_requests_metadata'],
  ['withdrawal_requests', { updatedAfter: hourAgo }, 'withdrawal_requests_updated'],
  ['transactions', { orderId: 'filled-7' }, 'transactions_order'],
  ['transactions', { metadata: { cart: 7 } }, 'transactions_metadata'],
  ['transactions', { updatedAfter: hourAgo }, 'transactions_created'],
] as const)('the list of %s with %j reads %s', async (table, filter, index) => {
  const plans = await plansOf(async () => await lists[table](desk, { filter }, wholeDesk));
  expect(plans).toHaveLength(2);
  for (const plan of plans) {
    expect(plan).toContain(index);
    expect(plan).not.toContain(`Seq Scan on ${table}`);
  }
});

test.each([
  ['payments', 'payments_order'],
  ['withdrawal_requests', 'withdrawal_requests_order'],
  ['transactions', 'transactions_order'],
] as const)('a search of %s looks its text up once, by %s', async (table, index) => {
  const plans = await plansOf(async () => await lists[table](desk, { filter: { q: 'filled-7' } }, wholeDesk));
  // The look-up, the page and the count.
  expect(plans).toHaveLength(3);
  expect(plans.filter((plan) => plan.includes(index))).toHaveLength(1);
  for (const plan of plans) expect(plan).not.toContain(`Seq Scan on ${table}`);
});
