import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { fullDesk } from '../support/fullDesk.ts';
import {
  BOB_ID,
  approveInSql,
  balanceOf,
  entry,
  expectWholeBooks,
  fundedUser,
  newPayment,
  newWithdrawal,
  refusalOf,
} from '../support/money.ts';
import { actors, newUser } from '../support/testDesk.ts';

const { desk, knex, user, payment, paidWithdrawal } = await fullDesk();
const item = await SuspenseItem.query(knex).findOne({ status: 'open' }).throwIfNotFound();

const together = (work: (trx: Knex.Transaction) => Promise<unknown>) =>
  refusalOf(knex.transaction(async (trx) => await work(trx)));
const paid = (amount: string) => ({
  status: 'completed',
  completed_at: new Date(),
  credited_amount_usd: amount,
  actual_amount_usd: amount,
  actual_amount: '1',
});
const resolved = {
  note: 'because',
  resolved_by_kind: 'staff',
  resolved_by_id: 'ada',
  resolved_at: new Date(),
};

test('D2: completed cannot be committed without the deposit', async () => {
  const { id } = await newPayment(desk, user.id, '20.00');
  expect(await refusalOf(knex('payments').where({ id }).update(paid('20.00')))).toBe('BOOKS_DISAGREE');
  expect(
    await refusalOf(knex('payments').where({ id }).update({ status: 'completed', completed_at: new Date() })),
  ).toBe('completed_is_credited');
});

test('a deposit cannot be committed without being counted on its payment', async () => {
  const { id } = await newPayment(desk, user.id, '20.00');
  expect(
    await refusalOf(
      knex('transactions').insert(
        entry(user.id, { transaction_type: 'deposit', amount_usd: '20.00', payment_id: id }),
      ),
    ),
  ).toBe('BOOKS_DISAGREE');
});

test('credited must be what was deposited, to the cent', async () => {
  const { id } = await newPayment(desk, user.id, '20.00');
  const cheat = (trx: Knex.Transaction, amount: string) =>
    trx('transactions').insert(
      entry(user.id, { transaction_type: 'deposit', amount_usd: amount, payment_id: id }),
    );
  expect(
    await together(async (trx) => [
      await cheat(trx, '20.01'),
      await trx('payments').where({ id }).update(paid('20.00')),
    ]),
  ).toBe('BOOKS_DISAGREE');
  expect(
    await together(async (trx) => [
      await cheat(trx, '19.99'),
      await trx('payments').where({ id }).update(paid('20.00')),
    ]),
  ).toBe('BOOKS_DISAGREE');
});

test('received must equal the sum of its parts', async () => {
  const { id } = await newPayment(desk, user.id, '20.00');
  expect(await refusalOf(knex('payments').where({ id }).update({ actual_amount_usd: '20.00' }))).toBe(
    'every_received_cent_is_accounted_for',
  );
  expect(
    await refusalOf(
      knex('payments').where({ id }).update({ actual_amount_usd: '20.00', in_flight_amount_usd: '19.99' }),
    ),
  ).toBe('every_received_cent_is_accounted_for');
});

test.each(['suspense_amount_usd', 'returned_amount_usd', 'fee_amount_usd'])(
  '%s must match the suspense items',
  async (column) => {
    const { id } = await newPayment(desk, user.id, '20.00');
    expect(
      await refusalOf(
        knex('payments')
          .where({ id })
          .update({ status: 'failed', actual_amount_usd: '20.00', [column]: '20.00' }),
      ),
    ).toBe('BOOKS_DISAGREE');
  },
);

test('a closed payment has nothing in flight', async () => {
  const { id } = await newPayment(desk, user.id, '20.00');
  expect(
    await refusalOf(
      knex('payments')
        .where({ id })
        .update({ status: 'failed', actual_amount_usd: '20.00', in_flight_amount_usd: '20.00' }),
    ),
  ).toBe('final_states_have_nothing_in_flight');
});

test('a suspense item of a payment must be counted on the payment', async () => {
  const row = {
    id: newId(),
    reason: 'amount_grew',
    payment_id: payment.id,
    user_id: user.id,
    provider_payment_id: '1',
    currency_code: 'USDTBSC',
    amount: '5',
    amount_usd: '5.00',
  };
  expect(await refusalOf(knex('suspense_items').insert(row))).toBe('BOOKS_DISAGREE');
});

test('a suspense item cannot be credited without a deposit, by anyone', async () => {
  const one = () => knex('suspense_items').where({ id: item.id });
  expect(await refusalOf(one().update({ status: 'credited', ...resolved }))).toBe('BOOKS_DISAGREE');
  const vanish = together(async (trx) => [
    await trx('suspense_items')
      .where({ id: item.id })
      .update({ status: 'credited', ...resolved, resolved_by_kind: 'system', resolved_by_id: null }),
    await trx('payments')
      .where({ id: item.paymentId })
      .update({ suspense_amount_usd: 0, actual_amount_usd: 0 }),
  ]);
  expect(await vanish).toBe('BOOKS_DISAGREE');
});

test('a deposit cannot refer to an open suspense item', async () => {
  expect(
    await refusalOf(
      knex('transactions').insert(
        entry(user.id, {
          transaction_type: 'deposit',
          amount_usd: item.amountUsd,
          suspense_item_id: item.id,
          payment_id: item.paymentId,
        }),
      ),
    ),
  ).toBe('BOOKS_DISAGREE');
});

test('a suspense item cannot be credited to another user', async () => {
  const thief = await newUser(desk);
  const theft = together(async (trx) => [
    await trx('transactions').insert(
      entry(thief.id, {
        transaction_type: 'deposit',
        amount_usd: item.amountUsd,
        suspense_item_id: item.id,
        payment_id: item.paymentId,
      }),
    ),
    await trx('suspense_items')
      .where({ id: item.id })
      .update({ status: 'credited', ...resolved }),
    await trx('payments').where({ id: item.paymentId }).update({
      suspense_amount_usd: 0,
      credited_amount_usd: item.amountUsd,
      status: 'completed',
      completed_at: new Date(),
    }),
  ]);
  expect(await theft).toBe('BOOKS_DISAGREE');
});

test.each<[string, Record<string, unknown>]>([
  ['amount', { amount: '999' }],
  ['amount_usd', { amount_usd: '999.00' }],
  ['reason', { reason: 'unknown_payment' }],
  ['payment', { payment_id: null }],
  ['user', { user_id: null }],
  ['currency', { currency_code: 'BTC' }],
  ['provider payment', { provider_payment_id: '1' }],
  ['evidence', { evidence: '{"forged":1}' }],
  ['time', { created_at: new Date(0) }],
])('the %s of a suspense item cannot be rewritten', async (_name, forged) => {
  expect(await refusalOf(knex('suspense_items').where({ id: item.id }).update(forged))).toBe('IMMUTABLE');
});

test('a suspense item is resolved with a note and by a named actor', async () => {
  expect(
    await refusalOf(
      knex('suspense_items').where({ id: item.id }).update({ status: 'returned', resolved_at: new Date() }),
    ),
  ).toMatch(/suspense_items_check/);
});

const byBob = { completed_by_kind: 'staff', completed_by_id: BOB_ID, completed_by_name: 'Bob' };

test('completed withdrawals must have their postings, others must have none', async () => {
  const { id, payloadHash } = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  await approveInSql(knex, { withdrawal_request_id: id, payload_hash: payloadHash });
  await knex('withdrawal_requests').where({ id }).update({ status: 'approved', approved_at: new Date() });
  expect(
    await refusalOf(
      knex('withdrawal_requests')
        .where({ id })
        .update({ status: 'completed', completed_at: new Date(), transaction_hash: 'ab', ...byBob }),
    ),
  ).toBe('BOOKS_DISAGREE');
});

test('D31: a withdrawal posting cannot be committed for a request that is not completed', async () => {
  const owner = await fundedUser(desk, '50.00');
  const { id } = await newWithdrawal(desk, owner.id, '20.00');
  expect(
    await refusalOf(
      knex('transactions').insert(
        entry(owner.id, { transaction_type: 'withdrawal', amount_usd: '-18.50', withdrawal_request_id: id }),
      ),
    ),
  ).toBe('BOOKS_DISAGREE');
});

test.each([
  ['-18.49', '-1.50'],
  ['-18.50', '-1.49'],
  ['-20.00', null],
])('postings of %s and %s for a withdrawal of 18.50 and 1.50 are refused', async (out, fee) => {
  const owner = await fundedUser(desk, '50.00');
  const { id, payloadHash } = await newWithdrawal(desk, owner.id, '20.00');
  const cheat = together(async (trx) => {
    await approveInSql(trx, { withdrawal_request_id: id, payload_hash: payloadHash });
    await trx('withdrawal_requests').where({ id }).update({ status: 'approved', approved_at: new Date() });
    await trx('withdrawal_requests')
      .where({ id })
      .update({ status: 'completed', completed_at: new Date(), transaction_hash: 'ab', ...byBob });
    await trx('transactions').insert(
      entry(owner.id, { transaction_type: 'withdrawal', amount_usd: out, withdrawal_request_id: id }),
    );
    if (fee !== null)
      await trx('transactions').insert(
        entry(owner.id, { transaction_type: 'fee', amount_usd: fee, withdrawal_request_id: id }),
      );
  });
  expect(await cheat).toBe('BOOKS_DISAGREE');
  expect(await balanceOf(knex, owner.id)).toMatchObject({ balanceUsd: '50.00', heldUsd: '20.00' });
});

test('a paid withdrawal cannot be undone', async () => {
  expect(
    await refusalOf(
      knex('withdrawal_requests').where({ id: paidWithdrawal.id }).update({ status: 'approved' }),
    ),
  ).toBe('ILLEGAL_TRANSITION');
});

test('a suspense item is credited once, by constraint', async () => {
  await creditSuspense(desk, actors.staff(), { id: item.id, note: 'it is theirs' });
  const again = entry(user.id, {
    transaction_type: 'deposit',
    amount_usd: item.amountUsd,
    suspense_item_id: item.id,
    payment_id: item.paymentId,
  });
  expect(await refusalOf(knex('transactions').insert(again))).toBe(
    'transactions_one_credit_per_suspense_item',
  );
});

test('deferring the checks to the commit does not escape them', async () => {
  const { id } = await newPayment(desk, user.id, '20.00');
  expect(
    await together(async (trx) => [
      await trx.raw('set constraints all deferred'),
      await trx('payments').where({ id }).update(paid('20.00')),
    ]),
  ).toBe('BOOKS_DISAGREE');
  await expectWholeBooks(desk);
});
