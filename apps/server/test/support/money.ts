import { randomBytes } from 'node:crypto';
import type { StepUpEvidence } from '@paydesk/types';
import { sumUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import { expect } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { DomainError } from '../../src/base/domainError.ts';
import { asDomainError, postgresErrorOf } from '../../src/db/refusal.ts';
import type { Actor } from '../../src/base/actor.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { summary } from '../../src/dashboard/summary.ts';
import { verifyLedger } from '../../src/verify/verifyLedger.ts';
import type { Payment } from '../../src/models/Payment.ts';
import { Transaction } from '../../src/models/Transaction.ts';
import { UserBalance } from '../../src/models/UserBalance.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { adjustBalance } from '../../src/transactions/adjustBalance.ts';
import { completionChallenge } from '../../src/stepUp/challenges.ts';
import { approveWithdrawal } from '../../src/withdrawals/approveWithdrawal.ts';
import { completeWithdrawal, type SentPayment } from '../../src/withdrawals/completeWithdrawal.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { actors, employ, newUser, type TestDesk } from './testDesk.ts';

/** A valid address on an EVM network that belongs to no one. */
export const EVM_ADDRESS = '0x8ba1f109551bD432803012645Ac136ddd64DBA72';
export const EVM_HASH = `0x${'ab'.repeat(32)}`;

/** Another transaction on an EVM network: one pays one withdrawal. */
export const newHash = (): string => `0x${randomBytes(32).toString('hex')}`;

/** A user with this balance, put there by an adjustment of someone who has nothing else to do with them. */
export async function fundedUser(desk: TestDesk, amountUsd: string, by = actors.staff()) {
  const user = await newUser(desk);
  await adjustBalance(desk, by, { userId: user.id, amountUsd, reason: 'money for a test' });
  return user;
}

export const newPayment = async (
  desk: TestDesk,
  userId: string,
  amountUsd = '100.00',
  currencyCode = 'USDTBSC',
): Promise<Payment> => await createPayment(desk, actors.service(), { userId, amountUsd, currencyCode });

export const newWithdrawal = async (
  desk: TestDesk,
  userId: string,
  amountUsd = '50.00',
): Promise<WithdrawalRequest> =>
  await createWithdrawal(desk, actors.service(), {
    userId,
    amountUsd,
    currencyCode: 'USDTBSC',
    walletAddress: EVM_ADDRESS,
  });

/** The evidence of a person whom the policy does not ask for a second factor. */
export const noFactor = (staffId: string, challenge: string): StepUpEvidence => ({
  kind: 'none',
  staffId,
  challenge,
  covers: null,
  verifiedAt: new Date().toISOString(),
  passkeyId: null,
  assertion: null,
});

/** With a real provider everyone gives a second factor. */
const evidenceOn = ({ settings }: AppContext, { id }: Actor, challenge: string): StepUpEvidence => ({
  ...noFactor(id ?? '', challenge),
  ...(!settings.provider.simulated && { kind: 'totp' }),
});

/**
 * Approves by the command alone, as if the policy required no second factor: the endpoint checks that.
 */
export async function approve(
  desk: AppContext,
  actor: Actor,
  withdrawalId: string,
  note?: string,
): Promise<WithdrawalRequest> {
  if (actor.kind === 'staff') await employ(desk.knex, actor);
  const known = await WithdrawalRequest.query(desk.knex).findById(withdrawalId);
  const evidence = evidenceOn(desk, actor, known?.payloadHash ?? '');
  return await approveWithdrawal(desk, actor, withdrawalId, { evidence, note });
}

/** Records a payment by the command alone, as `approve` approves. */
export async function complete(
  desk: AppContext,
  actor: Actor,
  withdrawalId: string,
  payment: Omit<SentPayment, 'evidence'>,
): Promise<WithdrawalRequest> {
  if (actor.kind === 'staff') await employ(desk.knex, actor);
  const known = await WithdrawalRequest.query(desk.knex).findById(withdrawalId);
  const { transactionHash, cryptoAmount = null } = payment;
  const challenge = completionChallenge(known?.payloadHash ?? '', transactionHash, cryptoAmount);
  const evidence = evidenceOn(desk, actor, challenge);
  return await completeWithdrawal(desk, actor, withdrawalId, { ...payment, evidence });
}

/** People for rows that a test writes with SQL. */
export const ADA_ID = '0000000a-0000-7000-8000-000000000001';
export const BOB_ID = '0000000b-0000-7000-8000-000000000002';

/** Writes an approval of a member of staff with SQL alone, with the audit entry without which it does not count. */
export async function approveInSql(
  db: Knex,
  row: { withdrawal_request_id: string; payload_hash: string; staff_id?: string; [column: string]: unknown },
): Promise<void> {
  const staffId = row.staff_id ?? ADA_ID;
  // Bob records the payment.
  for (const id of [staffId, BOB_ID]) await employ(db, { kind: 'staff', id, name: id });
  await db.transaction(async (trx) => {
    await trx('withdrawal_approvals').insert({ id: newId(), staff_name: staffId, ...row, staff_id: staffId });
    await trx('audit_log').insert({
      id: newId(),
      action: 'withdrawals.approve',
      actor_kind: 'staff',
      actor_id: staffId,
      subject_kind: 'withdrawal',
      subject_id: row.withdrawal_request_id,
    });
  });
}

export const balanceOf = async (knex: Knex, userId: string): Promise<UserBalance> =>
  await UserBalance.query(knex).findById(userId).throwIfNotFound();

export const transactionsOf = async (knex: Knex, userId: string): Promise<Transaction[]> =>
  await Transaction.query(knex).where({ userId }).orderBy('seq');

/**
 * Why a promise was refused: the stable reason, the name of the violated constraint, or PostgreSQL's code.
 * Fails when it was not refused.
 */
export async function refusalOf(work: PromiseLike<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    const known = asDomainError(error);
    if (known instanceof DomainError) return known.reason;
    const pg = postgresErrorOf(error);
    if (pg === null) throw error;
    return pg.constraint ?? pg.code;
  }
  throw new Error('this was not refused');
}

/** How many of these succeeded, and why the others did not. */
export async function tally(
  work: readonly Promise<unknown>[],
): Promise<{ succeeded: number; refused: Record<string, number> }> {
  const results = await Promise.allSettled(work);
  const refused: Record<string, number> = {};
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    const reason = await refusalOf(Promise.reject(result.reason as Error));
    refused[reason] = (refused[reason] ?? 0) + 1;
  }
  return { succeeded: results.filter((result) => result.status === 'fulfilled').length, refused };
}

/** The columns of one transaction that any insert must give; the trigger adds the rest. */
export const entry = (userId: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: newId(),
  user_id: userId,
  transaction_type: 'bonus',
  amount_usd: '5.00',
  actor_kind: 'system',
  created_at: new Date(),
  ...changes,
});

/** Everything that must always be true, checked from outside over the whole database. */
export async function expectWholeBooks(desk: TestDesk): Promise<void> {
  expect(await verifyLedger(desk.knex)).toMatchObject({ firstBad: null });
  expect((await summary(desk)).conservation.unexplainedUsd).toBe('0.00');
  const twice = await desk
    .knex('transactions')
    .where({ transaction_type: 'deposit' })
    .whereNull('suspense_item_id')
    .groupBy('payment_id')
    .havingRaw('count(*) > 1')
    .select('payment_id');
  expect(twice).toEqual([]);
  const uncredited = await desk.knex.raw<{ rows: unknown[] }>(
    `select id from payments p where status = 'completed' and not exists (select from transactions t where t.payment_id = p.id and t.transaction_type = 'deposit')`,
  );
  expect(uncredited.rows).toEqual([]);
}

/** Each entry's balance_after is the sum so far, seq runs from 1 without a gap, and the chain links up. */
export async function expectRunningSum(knex: Knex, userId: string): Promise<void> {
  const rows = await transactionsOf(knex, userId);
  let sum = '0.00';
  rows.forEach((row, index) => {
    sum = sumUsd([sum, row.amountUsd]);
    expect([row.seq, sumUsd([row.balanceAfter]), row.prevHash]).toEqual([
      String(index + 1),
      sum,
      rows[index - 1]?.hash ?? '',
    ]);
  });
  expect(sumUsd([(await balanceOf(knex, userId)).balanceUsd])).toBe(sum);
}
