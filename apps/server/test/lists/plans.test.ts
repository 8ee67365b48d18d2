import {
  balanceListInput,
  paymentListInput,
  suspenseListInput,
  transactionListInput,
  userListInput,
  withdrawalListInput,
} from '@paydesk/types';
import { expect, test } from 'vitest';
import { listBalances } from '../../src/balances/listBalances.ts';
import { listPayments } from '../../src/payments/listPayments.ts';
import { wholeDesk } from '../../src/rowFilters/reader.ts';
import { listSuspense } from '../../src/suspense/listSuspense.ts';
import { listTransactions } from '../../src/transactions/listTransactions.ts';
import { listUsers } from '../../src/users/listUsers.ts';
import { listWithdrawals } from '../../src/withdrawals/listWithdrawals.ts';
import { EVM_ADDRESS, fundedUser } from '../support/money.ts';
import { pagesRead } from '../support/pagesRead.ts';
import { offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const rare = await fundedUser(desk, '10.00');

const ROWS = 60_000;
/** An index that is followed to its end reads 40,000 pages of these tables; a page of a list and its count fewer. */
const MAX_PAGES = 3_000;

/** Most rows have common values; one in a thousand has a rare one of everything. Amounts are not ordered by time. */
const FILL: Record<string, string> = {
  users: `insert into users (id, external_id, username, email, created_at, frozen_at, frozen_note, anonymized_at)
    select gen_random_uuid(), 'u' || n, 'user ' || md5(n::text), n || '@many.test', now() - n * interval '1 minute',
      case when n % 1000 = 0 then now() end, case when n % 1000 = 0 then 'a note' end,
      case when n % 1000 = 1 then now() end
    from generate_series(1, :rows) n`,
  user_balances: `insert into user_balances (user_id, balance_usd, held_usd, total_deposited, last_transaction_at,
      created_at)
    select id, 10 + abs(hashtext(external_id)) % 5000, case when row_number() over () % 1000 = 0 then 5 else 0 end,
      50, created_at, created_at from users where external_id like 'u%' on conflict do nothing`,
  payments: `insert into payments (id, user_id, amount_usd, created_at, updated_at, status_changed_at,
      internal_payment_id, currency_code, checkout_token, created_by_kind, status, needs_attention,
      suspense_amount_usd, actual_amount_usd, in_flight_amount_usd)
    select gen_random_uuid(), (select id from users where external_id = 'u' || 1 + n % 500),
      1 + abs(hashint4(n)) % 5000, at, at, at,
      'PAY_20260101000000_' || lpad(to_hex(n), 8, '0'), case when n % 1000 = 0 then :rare else 'USDTBSC' end,
      'token-' || n, 'system', case n % 1000 when 0 then 'failed' when 1 then 'confirming' else 'expired' end,
      case when n % 1000 = 0 then 'report_mismatch: pay_currency' end, case when n % 1000 = 0 then 3 else 0 end,
      case when n % 1000 < 2 then 3 else 0 end, case when n % 1000 = 1 then 3 else 0 end
    from generate_series(1, :rows) n, lateral (select now() - n * interval '1 minute' as at) times`,
  withdrawal_requests: `insert into withdrawal_requests (id, user_id, amount_usd, created_at, updated_at,
      status_changed_at, internal_withdrawal_id, currency_code, wallet_address, network_fee_usd, service_fee_usd, payload_hash,
      required_approvals, requested_by_kind, status, rejected_at, cancelled_at)
    select gen_random_uuid(), (select id from users where external_id = 'u' || 1 + n % 500),
      20 + abs(hashint4(n)) % 5000, at, at, at,
      'WD_20260101000000_' || lpad(to_hex(n), 8, '0'), case when n % 1000 = 0 then :rare else 'USDTBSC' end,
      '${EVM_ADDRESS}', 1, 0, 'x', 1, 'system', case when n % 1000 = 0 then 'cancelled' else 'rejected' end,
      case when n % 1000 <> 0 then now() end, case when n % 1000 = 0 then now() end
    from generate_series(1, :rows) n, lateral (select now() - n * interval '1 minute' as at) times`,
  transactions: `insert into transactions (id, user_id, amount_usd, created_at, seq, transaction_type, balance_after,
      actor_kind, prev_hash, hash, description)
    select gen_random_uuid(), (select id from users where external_id = 'u' || 1 + n % 500),
      case when n % 1000 = 0 then -5 else 1 + abs(hashint4(n)) % 5000 end, now() - n * interval '1 minute', n + 10,
      case when n % 1000 = 0 then 'fee' else 'bonus' end, 1, 'system', '', '', 'row ' || n
    from generate_series(1, :rows) n`,
};

await knex.transaction(async (trx) => {
  const [code] = await trx('currencies').whereNot({ network: 'bsc' }).orderBy('code').pluck<string[]>('code');
  for (const [table, statement] of Object.entries(FILL)) {
    await trx.raw('alter table ?? disable trigger user', [table]);
    await trx.raw(statement, { rows: ROWS, rare: code ?? '' });
    await trx.raw('alter table ?? enable trigger user', [table]);
  }
});
await knex.raw('analyze');
const [rarePayment] = await knex('payments').where({ status: 'failed' }).limit(1).select('currency_code');
const rareCode = String(rarePayment?.currency_code);
const [rareCurrency] = await knex('currencies').where({ code: rareCode }).select('network');
const rareNetwork = String(rareCurrency?.network);

const day = { createdAfter: new Date(Date.now() - 86_400_000).toISOString() };
const amount = { amountUsdMin: '4998.00', amountUsdMax: '4999.00' };
const lists = {
  payments: {
    list: listPayments,
    sorts: paymentListInput.unwrap().shape.sort.unwrap().shape.field.options,
    filters: [
      {},
      { status: 'failed' },
      { status: ['failed', 'pending'] },
      { currencyCode: rareCode },
      { network: rareNetwork },
      { userId: rare.id },
      { needsAttention: true },
      { hasSuspense: true },
      { hasInFlight: true },
      day,
      amount,
      { status: 'expired', ...amount },
    ],
  },
  withdrawals: {
    list: listWithdrawals,
    sorts: withdrawalListInput.unwrap().shape.sort.unwrap().shape.field.options,
    filters: [
      {},
      { status: 'cancelled' },
      { currencyCode: rareCode },
      { network: rareNetwork },
      { userId: rare.id },
      day,
      amount,
    ],
  },
  transactions: {
    list: listTransactions,
    sorts: transactionListInput.unwrap().shape.sort.unwrap().shape.field.options,
    filters: [{}, { transactionType: 'fee' }, { direction: 'debit' }, { userId: rare.id }, day, amount],
  },
  suspense: {
    list: listSuspense,
    sorts: suspenseListInput.unwrap().shape.sort.unwrap().shape.field.options,
    filters: [{}, { status: 'open' }],
  },
  users: {
    list: listUsers,
    sorts: userListInput.unwrap().shape.sort.unwrap().shape.field.options,
    filters: [{}, { isFrozen: true }, { isAnonymized: true }, day],
  },
  balances: {
    list: listBalances,
    sorts: balanceListInput.unwrap().shape.sort.unwrap().shape.field.options,
    filters: [
      {},
      { hasHolds: true },
      { userId: rare.id },
      { balanceUsdMin: '5008.00' },
      { activeAfter: day.createdAfter },
    ],
  },
} as const;

const cases = Object.entries(lists).flatMap(([name, { list, sorts, filters }]) =>
  filters.flatMap((filter) => sorts.map((field) => ({ name, list, filter, field }))),
);

test.each(cases)('$name by $field with $filter read few pages', async ({ list, filter, field }) => {
  for (const order of ['ASC', 'DESC'] as const) {
    const input = { filter, sort: { field, order } } as never;
    expect(await pagesRead(knex, async () => await list(desk, input, wholeDesk))).toBeLessThan(MAX_PAGES);
  }
});
