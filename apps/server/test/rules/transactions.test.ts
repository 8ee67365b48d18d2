import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { verifyLedger } from '../../src/verify/verifyLedger.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { fullDesk } from '../support/fullDesk.ts';
import {
  BOB_ID,
  approveInSql,
  balanceOf,
  entry,
  expectRunningSum,
  expectWholeBooks,
  fundedUser,
  newPayment,
  refusalOf,
  transactionsOf,
} from '../support/money.ts';
import { actors, newUser } from '../support/testDesk.ts';

const { desk, knex, user, payment, charge, withdrawal, paidWithdrawal } = await fullDesk();
const insert = (row: Record<string, unknown>) => knex('transactions').insert(row).returning('*');
const deposit = { transaction_type: 'deposit' };

test('seq, balance and hashes of an insert are ignored: the database writes its own', async () => {
  const before = await balanceOf(knex, user.id);
  const forged = { seq: 999, balance_after: '1000000.00', hash: 'f'.repeat(64), prev_hash: 'e'.repeat(64) };
  const [row] = (await insert(entry(user.id, forged))) as Record<string, string>[];
  expect(row).toMatchObject({ seq: String(Number(before.lastSeq) + 1), prev_hash: before.lastHash });
  expect(row?.['hash']).not.toBe(forged.hash);
  await expectRunningSum(knex, user.id);
  expect(await verifyLedger(knex, user.id)).toMatchObject({ firstBad: null });
});

test('an entry from the future is refused', async () => {
  // Not as an invalid input: no caller names the time.
  expect(await refusalOf(insert(entry(user.id, { created_at: new Date(Date.now() + 3_600_000) })))).toBe(
    'DATABASE_UNAVAILABLE',
  );
});

test('an entry dated before the last one takes the last one’s time', async () => {
  const last = (await balanceOf(knex, user.id)).lastTransactionAt;
  const [row] = (await insert(entry(user.id, { created_at: new Date(0) }))) as { created_at: Date }[];
  expect(row?.created_at).toEqual(last);
});

test('an entry for a user that does not exist is refused', async () => {
  expect(await refusalOf(insert(entry(newId())))).toBe('NOT_FOUND');
});

test.each([
  ['deposit', '-5.00'],
  ['refund', '-5.00'],
  ['bonus', '-5.00'],
  ['withdrawal', '5.00'],
  ['payment', '5.00'],
  ['fee', '5.00'],
  ['deposit', '0.00'],
  ['refund', '0.00'],
  ['bonus', '0.00'],
  ['withdrawal', '0.00'],
  ['payment', '0.00'],
  ['fee', '0.00'],
  ['adjustment', '0.00'],
])('D54: a %s of %s has the wrong sign', async (transaction_type, amount_usd) => {
  const links: Record<string, Record<string, unknown>> = {
    deposit: { payment_id: payment.id },
    refund: { refund_of_id: charge.id },
    withdrawal: { withdrawal_request_id: withdrawal.id },
    adjustment: { actor_kind: 'staff', actor_id: 'ada', description: 'why' },
  };
  expect(
    await refusalOf(insert(entry(user.id, { transaction_type, amount_usd, ...links[transaction_type] }))),
  ).toBe('sign_fits_type');
});

test.each<[string, Record<string, unknown>]>([
  ['a deposit without a payment', { ...deposit }],
  ['a bonus with a payment', { payment_id: payment.id }],
  ['a withdrawal without its request', { transaction_type: 'withdrawal', amount_usd: '-5.00' }],
  [
    'a charge with a withdrawal request',
    { transaction_type: 'payment', amount_usd: '-5.00', withdrawal_request_id: withdrawal.id },
  ],
  ['a bonus that refunds something', { refund_of_id: charge.id }],
  ['a fee with a payment', { transaction_type: 'fee', amount_usd: '-5.00', payment_id: payment.id }],
])('D54: %s is refused', async (_name, changes) => {
  expect(await refusalOf(insert(entry(user.id, changes)))).toBe('links_fit_type');
});

test('a refund without a charge is refused', async () => {
  expect(await refusalOf(insert(entry(user.id, { transaction_type: 'refund' })))).toBe('NOT_A_CHARGE');
});

test('D30: a link to a payment that does not exist is refused', async () => {
  expect(await refusalOf(insert(entry(user.id, { ...deposit, payment_id: newId() })))).toMatch(
    /fkey|BOOKS_DISAGREE/,
  );
});

test('D5: a second deposit for one payment fails by constraint', async () => {
  expect(await refusalOf(insert(entry(user.id, { ...deposit, payment_id: payment.id })))).toBe(
    'transactions_one_credit_per_payment',
  );
});

test('a second posting for one withdrawal fails by constraint', async () => {
  expect(
    await refusalOf(
      insert(
        entry(user.id, {
          transaction_type: 'withdrawal',
          amount_usd: '-5.00',
          withdrawal_request_id: paidWithdrawal.id,
        }),
      ),
    ),
  ).toBe('transactions_one_posting_per_withdrawal');
});

test('a deposit cannot be booked to another user than its payment’s', async () => {
  const thief = await newUser(desk);
  const fresh = await newPayment(desk, user.id, '25.00');
  const theft = knex.transaction(async (trx) => {
    await trx('transactions').insert(
      entry(thief.id, { ...deposit, amount_usd: '25.00', payment_id: fresh.id }),
    );
    await trx('payments').where({ id: fresh.id }).update({
      status: 'completed',
      completed_at: new Date(),
      credited_amount_usd: '25.00',
      actual_amount_usd: '25.00',
      actual_amount: '25',
    });
  });
  expect(await refusalOf(theft)).toBe('BOOKS_DISAGREE');
  expect(await transactionsOf(knex, thief.id)).toEqual([]);
});

test('a withdrawal cannot be booked to another user than its request’s', async () => {
  const victim = await fundedUser(desk, '100.00');
  const posting = (type: string, amount: string) =>
    entry(victim.id, { transaction_type: type, amount_usd: amount, withdrawal_request_id: withdrawal.id });
  const theft = knex.transaction(async (trx) => {
    await approveInSql(trx, {
      withdrawal_request_id: withdrawal.id,
      payload_hash: withdrawal.payloadHash,
    });
    await trx('withdrawal_requests')
      .where({ id: withdrawal.id })
      .update({ status: 'approved', approved_at: new Date() });
    await trx('withdrawal_requests').where({ id: withdrawal.id }).update({
      status: 'completed',
      transaction_hash: 'hash',
      completed_at: new Date(),
      completed_by_kind: 'staff',
      completed_by_id: BOB_ID,
      completed_by_name: 'Bob',
    });
    await trx('transactions').insert(posting('withdrawal', '-48.50'));
    await trx('transactions').insert(posting('fee', '-1.50'));
  });
  expect(await refusalOf(theft)).toBe('BOOKS_DISAGREE');
});

test('refunds of one charge never exceed it', async () => {
  const refund = (amount_usd: string) =>
    insert(entry(user.id, { transaction_type: 'refund', refund_of_id: charge.id, amount_usd }));
  expect(await refusalOf(refund('20.01'))).toBe('REFUND_EXCEEDS_CHARGE');
  await refund('20.00');
  expect(await refusalOf(refund('0.01'))).toBe('REFUND_EXCEEDS_CHARGE');
});

test('a charge of another user, or what is no charge, cannot be refunded', async () => {
  const other = await newUser(desk);
  const bonus = (await transactionsOf(knex, user.id)).find((row) => row.transactionType === 'bonus');
  expect(
    await refusalOf(insert(entry(other.id, { transaction_type: 'refund', refund_of_id: charge.id }))),
  ).toBe('NOT_A_CHARGE');
  expect(
    await refusalOf(insert(entry(user.id, { transaction_type: 'refund', refund_of_id: bonus?.id }))),
  ).toBe('NOT_A_CHARGE');
});

test.each<[string, Record<string, unknown>]>([
  ['an app', { actor_kind: 'service', actor_id: 'shop', description: 'because' }],
  ['the system', { description: 'because' }],
  ['no named actor', { actor_kind: 'staff', actor_id: null, description: 'because' }],
  ['staff without a reason', { actor_kind: 'staff', actor_id: 'ada', description: '' }],
])('an adjustment by %s is refused', async (_name, changes) => {
  expect(await refusalOf(insert(entry(user.id, { transaction_type: 'adjustment', ...changes })))).toBe(
    'adjustments_are_signed_and_explained',
  );
});

test('D55: a debit above the available balance is refused, with holds deducted', async () => {
  const poor = await fundedUser(desk, '10.00');
  expect(await refusalOf(insert(entry(poor.id, { transaction_type: 'payment', amount_usd: '-10.01' })))).toBe(
    'INSUFFICIENT_FUNDS',
  );
  const available = Number.parseInt((await balanceOf(knex, user.id)).balanceUsd, 10) - 50;
  expect(
    await refusalOf(insert(entry(user.id, { transaction_type: 'fee', amount_usd: `-${available + 1}.00` }))),
  ).toBe('INSUFFICIENT_FUNDS');
});

test('a frozen user cannot be charged, not even by raw SQL', async () => {
  const frozen = await fundedUser(desk, '10.00');
  await knex('users')
    .where({ id: frozen.id })
    .update({ frozen_at: new Date(), frozen_note: 'stolen account' });
  expect(
    await refusalOf(insert(entry(frozen.id, { transaction_type: 'payment', amount_usd: '-1.00' }))),
  ).toBe('USER_FROZEN');
});

/** Changes rows as the owner of the tables, with triggers disabled: `verify` must name the row. */
async function tampered(
  userId: string,
  change: string,
  guards: 'transactions' | 'user_balances' = 'transactions',
) {
  const trx = await knex.transaction();
  try {
    await trx.raw(`alter table ?? disable trigger user`, [guards]);
    await trx.raw(change, [userId]);
    // Read in the same transaction, which is rolled back.
    return await verifyLedger(trx, userId);
  } finally {
    await trx.rollback();
  }
}

test.each([
  ['an amount is changed', `update transactions set amount_usd = -6 where user_id = ? and seq = 2`, 2],
  ['a description is changed', `update transactions set description = 'x' where user_id = ? and seq = 2`, 2],
  ['the actor is changed', `update transactions set actor_name = 'x' where user_id = ? and seq = 1`, 1],
  [
    'the time is changed',
    `update transactions set created_at = created_at + interval '1 ms' where user_id = ? and seq = 2`,
    2,
  ],
  ['metadata are changed', `update transactions set metadata = '{"x":1}' where user_id = ? and seq = 2`, 2],
  ['a row is deleted from the middle', `delete from transactions where user_id = ? and seq = 2`, 3],
  ['the first row is deleted', `delete from transactions where user_id = ? and seq = 1`, 2],
  ['the last row is deleted', `delete from transactions where user_id = ? and seq = 3`, null],
])('verify names the first bad row when %s', async (_name, change, seq) => {
  const victim = await threeCharges();
  expect((await tampered(victim, change)).firstBad).toMatchObject({ userId: victim, seq });
});

test('verify detects a last row that was rewritten together with its hash', async () => {
  const change = `update transactions t set description = 'forged', hash = transaction_hash(jsonb_populate_record(t, '{"description": "forged"}')) where user_id = ? and seq = 3`;
  expect((await tampered(await threeCharges(), change)).firstBad).toMatchObject({
    seq: 3,
    problem: 'it is not the row that the balance ends with',
  });
});

test('verify detects a changed balance, total or hold', async () => {
  const victim = await threeCharges();
  expect(
    (
      await tampered(
        victim,
        'update user_balances set balance_usd = balance_usd + 1 where user_id = ?',
        'user_balances',
      )
    ).firstBad?.problem,
  ).toMatch(/balance/);
  expect(
    (
      await tampered(
        victim,
        'update user_balances set total_deposited = 1 where user_id = ?',
        'user_balances',
      )
    ).firstBad?.problem,
  ).toMatch(/totals/);
  expect(
    (await tampered(victim, 'update user_balances set held_usd = 1 where user_id = ?', 'user_balances'))
      .firstBad?.problem,
  ).toMatch(/held/);
  expect(
    (await tampered(victim, `update user_balances set last_hash = 'x' where user_id = ?`, 'user_balances'))
      .firstBad,
  ).not.toBeNull();
});

async function threeCharges(): Promise<string> {
  const { id } = await fundedUser(desk, '10.00');
  for (const amountUsd of ['1.00', '2.00'])
    await chargeUser(desk, actors.service(), { userId: id, amountUsd });
  return id;
}

test('two lists of values never share a preimage', async () => {
  const { rows } = await knex.raw<{ rows: { a: string }[] }>(
    `select canonical('a', 'b,1:c') as a union all select canonical('a,1:b', 'c') union all select canonical('a', null) union all select canonical('a', '-') union all select canonical('a', '')`,
  );
  expect(new Set(rows.map((row) => row.a)).size).toBe(5);
});

test('after all these attacks the books agree', async () => await expectWholeBooks(desk));
