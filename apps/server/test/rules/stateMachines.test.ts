import {
  Decimal,
  formatUsd,
  MAX_PAYMENT_USD,
  MIN_PAYMENT_USD,
  MIN_WITHDRAWAL_USD,
  PAYMENT_STATUSES,
  PAYMENT_TRANSITIONS,
  WITHDRAWAL_STATUSES,
  WITHDRAWAL_TRANSITIONS,
  type PaymentStatus,
  type WithdrawalStatus,
} from '@paydesk/types';
import type { Knex } from 'knex';
import { beforeAll, expect, test } from 'vitest';
import {
  newId,
  newInternalPaymentId,
  newInternalWithdrawalId,
  newLinkToken,
} from '../../src/base/identifiers.ts';
import { BOB_ID, EVM_ADDRESS, approveInSql, fundedUser, refusalOf } from '../support/money.ts';
import { offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
let userId: string;
beforeAll(async () => {
  await offerCurrencies(desk);
  userId = (await fundedUser(desk, '100000.00')).id;
});

const pairs = <S extends string>(statuses: readonly S[]) =>
  statuses.flatMap((from) => statuses.map((to) => [from, to] as const));
const paymentPairs = pairs<PaymentStatus>(PAYMENT_STATUSES);
const withdrawalPairs = pairs<WithdrawalStatus>(WITHDRAWAL_STATUSES);

test('payment_can_move holds the same table as the types package, cell by cell', async () => {
  for (const [from, to] of paymentPairs) {
    const { rows } = await knex.raw<{ rows: { can: boolean }[] }>('select payment_can_move(?, ?) as can', [
      from,
      to,
    ]);
    expect([from, to, rows[0]?.can]).toEqual([from, to, PAYMENT_TRANSITIONS[from].includes(to)]);
  }
});

test('withdrawal_can_move holds the same table as the types package, cell by cell', async () => {
  for (const [from, to] of withdrawalPairs) {
    const { rows } = await knex.raw<{ rows: { can: boolean }[] }>('select withdrawal_can_move(?, ?) as can', [
      from,
      to,
    ]);
    expect([from, to, rows[0]?.can]).toEqual([from, to, WITHDRAWAL_TRANSITIONS[from].includes(to)]);
  }
});

/** The shortest way from the first status to each other one. */
function pathTo<S extends string>(transitions: Record<S, readonly S[]>, first: S, goal: S): S[] {
  const paths = new Map<S, S[]>([[first, []]]);
  for (const [status, path] of paths)
    for (const next of transitions[status]) if (!paths.has(next)) paths.set(next, [...path, next]);
  return paths.get(goal) ?? [];
}

/**
 * Runs in a transaction that is always rolled back: a move that is refused only at the commit counts as
 * allowed here.
 */
async function within(work: (trx: Knex.Transaction) => Promise<string>): Promise<string> {
  const trx = await knex.transaction();
  try {
    return await work(trx);
  } finally {
    await trx.rollback();
  }
}

const newPaymentRow = (changes: object = {}) => ({
  id: newId(),
  user_id: userId,
  internal_payment_id: newInternalPaymentId(new Date()),
  amount_usd: '5.00',
  currency_code: 'BTC',
  checkout_token: newLinkToken(),
  created_by_kind: 'system',
  ...changes,
});

const completedPayment = (status: PaymentStatus) =>
  status === 'completed'
    ? { completed_at: new Date(), credited_amount_usd: '5.00', actual_amount_usd: '5.00' }
    : {};

test.each(paymentPairs)('D21: a payment that is %s goes to %s only along the table', async (from, to) => {
  const outcome = await within(async (trx) => {
    const row = newPaymentRow();
    await trx('payments').insert(row);
    for (const status of pathTo(PAYMENT_TRANSITIONS, 'pending', from))
      await trx('payments')
        .where({ id: row.id })
        .update({ status, ...completedPayment(status) });
    return await refusalOf(
      trx('payments')
        .where({ id: row.id })
        .update({ status: to, ...completedPayment(to) }),
    ).catch(() => 'moved');
  });
  const expected = from === to || PAYMENT_TRANSITIONS[from].includes(to) ? 'moved' : 'ILLEGAL_TRANSITION';
  expect(outcome).toBe(expected);
});

const newWithdrawalRow = (changes: object = {}) => ({
  id: newId(),
  user_id: userId,
  internal_withdrawal_id: newInternalWithdrawalId(new Date()),
  amount_usd: '20.00',
  currency_code: 'USDTBSC',
  wallet_address: EVM_ADDRESS,
  network_fee_usd: '1.00',
  service_fee_usd: '0.50',
  requested_by_kind: 'system',
  payload_hash: '',
  ...changes,
});

const facts = (status: WithdrawalStatus) => ({
  status,
  [status === 'pending' ? 'created_at' : `${status}_at`]: status === 'pending' ? undefined : new Date(),
  ...sender(status),
  ...(status === 'completed' && { transaction_hash: '0xab' }),
});
const SENDERS: Partial<Record<WithdrawalStatus, string>> = { processing: 'started', completed: 'completed' };
const sender = (status: WithdrawalStatus) =>
  SENDERS[status] === undefined
    ? {}
    : {
        [`${SENDERS[status]}_by_kind`]: 'staff',
        [`${SENDERS[status]}_by_id`]: BOB_ID,
        [`${SENDERS[status]}_by_name`]: 'Bob',
      };

test.each(withdrawalPairs)(
  'D21: a withdrawal that is %s goes to %s only along the table',
  async (from, to) => {
    const outcome = await within(async (trx) => {
      const row = newWithdrawalRow();
      const [{ payload_hash }] = (await trx('withdrawal_requests').insert(row).returning('payload_hash')) as [
        { payload_hash: string },
      ];
      await approveInSql(trx, { withdrawal_request_id: row.id, payload_hash });
      const one = () => trx('withdrawal_requests').where({ id: row.id });
      for (const status of pathTo(WITHDRAWAL_TRANSITIONS, 'pending', from))
        await one().update(definedOnly(facts(status)));
      return await refusalOf(one().update(definedOnly(from === to ? { status: to } : facts(to)))).catch(
        () => 'moved',
      );
    });
    const expected =
      from === to || WITHDRAWAL_TRANSITIONS[from].includes(to) ? 'moved' : 'ILLEGAL_TRANSITION';
    expect(outcome).toBe(expected);
  },
);

const definedOnly = (row: object) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

test.each(PAYMENT_STATUSES.filter((status) => status !== 'pending'))(
  'a payment cannot start as %s',
  async (status) => {
    expect(await refusalOf(knex('payments').insert(newPaymentRow({ status })))).toBe('ILLEGAL_TRANSITION');
  },
);

test.each(WITHDRAWAL_STATUSES.filter((status) => status !== 'pending'))(
  'a withdrawal cannot start as %s',
  async (status) => {
    expect(
      await refusalOf(knex('withdrawal_requests').insert(newWithdrawalRow(definedOnly(facts(status))))),
    ).toBe('ILLEGAL_TRANSITION');
  },
);

test('a payment cannot start with money', async () => {
  expect(
    await refusalOf(
      knex('payments').insert(newPaymentRow({ actual_amount_usd: '5.00', credited_amount_usd: '5.00' })),
    ),
  ).toBe('ILLEGAL_TRANSITION');
  expect(await refusalOf(knex('payments').insert(newPaymentRow({ suspense_amount_usd: '5.00' })))).toBe(
    'every_received_cent_is_accounted_for',
  );
});

test.each([['0.99'], ['50000.01'], ['0.00'], ['-5.00']])(
  'D45: a payment of %s USD is refused by the database',
  async (amount_usd) => {
    expect(await refusalOf(knex('payments').insert(newPaymentRow({ amount_usd })))).toMatch(
      /requested_amount_in_range|payments_amount_usd_check/,
    );
  },
);

test.each([
  ['payments', MIN_PAYMENT_USD, '-0.01'],
  ['payments', MAX_PAYMENT_USD, '0.01'],
  ['withdrawal_requests', MIN_WITHDRAWAL_USD, '-0.01'],
])(
  'the limit of the types package for %s, %s USD, is the limit of the database',
  async (table, limit, cent) => {
    const insert = (trx: Knex, amount_usd: string) =>
      trx(table).insert(
        table === 'payments' ? newPaymentRow({ amount_usd }) : newWithdrawalRow({ amount_usd }),
      );
    const beyond = formatUsd(new Decimal(limit).plus(cent));
    expect(await within((trx) => insert(trx, limit).then(() => 'accepted'))).toBe('accepted');
    expect(await within((trx) => refusalOf(insert(trx, beyond)))).toMatch(/amount/);
  },
);

test.each([
  ['9.99', {}, 'withdrawal_requests_amount_usd_check'],
  ['10.00', { network_fee_usd: '9.50' }, 'FEES_EXCEED_AMOUNT'],
  ['10.00', { network_fee_usd: '-1.00' }, 'withdrawal_requests_network_fee_usd_check'],
  ['10.00', { service_fee_usd: '-1.00' }, 'withdrawal_requests_service_fee_usd_check'],
])('D45: a withdrawal of %s USD with %j is refused by %s', async (amount_usd, fees, constraint) => {
  expect(await refusalOf(knex('withdrawal_requests').insert(newWithdrawalRow({ amount_usd, ...fees })))).toBe(
    constraint,
  );
});

test.each([
  'user_id',
  'internal_payment_id',
  'parent_payment_id',
  'amount_usd',
  'currency_code',
  'checkout_token',
  'created_by_kind',
  'created_by_id',
  'created_at',
  'id',
  'provider_payment_id',
  'pay_address',
  'payin_extra_id',
  'pay_amount',
  'status_changed_at',
  'credited_amount_usd',
])('D84: %s of a payment cannot change once it was shown to a payer', async (column) => {
  const other: Record<string, unknown> = {
    user_id: userId,
    internal_payment_id: newInternalPaymentId(new Date(0)),
    parent_payment_id: newId(),
    amount_usd: '6.00',
    currency_code: 'SOL',
    created_by_kind: 'staff',
    created_at: new Date(0),
    id: newId(),
    pay_amount: '2',
    status_changed_at: new Date(0),
    credited_amount_usd: '1.00',
  };
  const outcome = await within(async (trx) => {
    const row = newPaymentRow();
    await trx('payments').insert(row);
    const shown = {
      provider_payment_id: newId(),
      pay_address: 'here',
      payin_extra_id: 'memo',
      pay_amount: '1',
      status: 'partially_paid',
      credited_amount_usd: '2.00',
      actual_amount_usd: '2.00',
    };
    await trx('payments').where({ id: row.id }).update(shown);
    const value = column === 'user_id' ? newId() : (other[column] ?? 'forged');
    return await refusalOf(
      trx('payments')
        .where({ id: row.id })
        .update({ [column]: value, ...(column === 'credited_amount_usd' && { actual_amount_usd: '1.00' }) }),
    );
  });
  expect(outcome).toBe('IMMUTABLE');
});
