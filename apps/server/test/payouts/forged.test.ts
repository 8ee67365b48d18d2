import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { newId, newInternalWithdrawalId } from '../../src/base/identifiers.ts';
import { Payout } from '../../src/models/Payout.ts';
import { payOutChallenge } from '../../src/stepUp/challenges.ts';
import { approveWithdrawal } from '../../src/withdrawals/approveWithdrawal.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { fundedUser, newWithdrawal, noFactor, refusalOf } from '../support/money.ts';
import { actors, employ, newUser } from '../support/testDesk.ts';
import { approvedWithdrawal, orderedPayout, payoutDesk, payoutOf } from './payoutDesk.ts';

/*
 * Somebody has the database role of the server, and nothing else: every trigger is on. What they write looks right in
 * every column, but they do not have the desk's secret.
 */
const desk = await payoutDesk();
const { knex } = desk;
const [ada, bob] = [actors.staff('Ada'), actors.staff('Bob')];
await employ(knex, ada, bob);

const sent = async () => await Payout.query(knex).where('attempts', '>', 0).resultSize();
const alarms = async (id: string) =>
  Number(
    (
      await knex('audit_log').where({ subject_id: id, action: 'withdrawals.payloadChanged' }).count('* as n')
    )[0]?.['n'],
  );

const evidence = (staffId: string | null, challenge: string) =>
  JSON.stringify({ ...noFactor(staffId ?? '', challenge), kind: 'totp' });

/** A balance, a withdrawal, its approval and its payout, all by SQL; `parts` says which. */
async function forge(
  { userId, own = [] }: { userId: string; own?: readonly 'balance'[] },
  trx: Knex | Knex.Transaction = knex,
) {
  const id = newId();
  if (!own.includes('balance'))
    await trx('transactions').insert({
      id: newId(),
      user_id: userId,
      transaction_type: 'bonus',
      amount_usd: '20000.00',
      actor_kind: 'system',
      created_at: desk.clock.now(),
    });
  const currency = await trx('currencies').where({ code: 'USDTBSC' }).first<{ network: string }>('network');
  await trx('withdrawal_requests').insert({
    id,
    user_id: userId,
    internal_withdrawal_id: newInternalWithdrawalId(desk.clock.now()),
    amount_usd: '80.00',
    currency_code: 'USDTBSC',
    network: currency?.network,
    wallet_address: '0x000000000000000000000000000000000000bEEF',
    network_fee_usd: '0.00',
    service_fee_usd: '0.00',
    payload_hash: '',
    requested_by_kind: 'user',
    requested_by_id: newId(),
    required_approvals: 1,
    created_at: desk.clock.now(),
  });
  const { payload_hash: hash } = await trx('withdrawal_requests')
    .where({ id })
    .first<{ payload_hash: string }>();
  await audit(trx, id, 'withdrawals.create', { payloadHash: hash });
  await trx('withdrawal_decisions').insert({
    id: newId(),
    withdrawal_request_id: id,
    user_id: userId,
    policy_version: 0,
    moment: 'create',
    outcome: 'pass',
    required_approvals: 1,
    reasons: JSON.stringify([{ reason: 'BAND' }]),
    facts: '{}',
    created_at: desk.clock.now(),
  });
  await approveBySql(trx, id, hash);
  return id;
}

async function approveBySql(trx: Knex, id: string, hash: string): Promise<void> {
  await trx.transaction(async (step) => {
    await step('withdrawal_approvals').insert({
      id: newId(),
      withdrawal_request_id: id,
      staff_id: ada.id,
      staff_name: 'Ada',
      payload_hash: hash,
      step_up_kind: 'totp',
      step_up: evidence(ada.id, hash),
    });
    await audit(step, id, 'withdrawals.approve', {});
  });
  const at = desk.clock.now();
  await trx('withdrawal_requests')
    .where({ id })
    .update({
      status: 'approved',
      approved_at: at,
      crypto_amount: '79.5',
      rate_fixed_at: at,
      rate_expires_at: new Date(at.getTime() + 3_600_000),
    });
}

const audit = async (trx: Knex, id: string, action: string, after: object) =>
  await trx('audit_log').insert({
    id: newId(),
    action,
    actor_kind: 'staff',
    actor_id: ada.id,
    actor_name: 'Ada',
    subject_kind: 'withdrawal',
    subject_id: id,
    after,
  });

async function orderBySql(id: string, changes: object = {}): Promise<void> {
  const at = desk.clock.now();
  await knex('withdrawal_requests').where({ id }).update({
    status: 'processing',
    processing_at: at,
    started_by_kind: 'staff',
    started_by_id: bob.id,
    started_by_name: 'Bob',
  });
  const w = await knex('withdrawal_requests').where({ id }).first();
  const order = newId();
  await knex('payouts').insert({
    id: order,
    external_id: order,
    withdrawal_request_id: id,
    currency_code: w.currency_code,
    network: w.network,
    address: w.wallet_address,
    crypto_amount: w.crypto_amount,
    payload_hash: w.payload_hash,
    ordered_by_kind: 'staff',
    ordered_by_id: bob.id,
    ordered_by_name: 'Bob',
    step_up_kind: 'totp',
    step_up: evidence(
      bob.id,
      payOutChallenge({ payloadHash: w.payload_hash, cryptoAmount: w.crypto_amount }, 1),
    ),
    created_at: at,
    next_attempt_at: at,
    ...changes,
  });
}

/** The worker takes the order, refuses it, and says so. */
async function expectRefused(id: string): Promise<void> {
  const before = await sent();
  await runPayoutStep(desk);
  expect(await sent()).toBe(before);
  expect((await payoutOf(desk, id)).status).toBe('failed');
  expect(await alarms(id)).toBe(1);
}

test('everything is forged: balance, request, decision, approval, audit entries, order', async () => {
  const id = await forge({ userId: (await newUser(desk)).id });
  await orderBySql(id);
  await expectRefused(id);
});

test('the balance is real, and the rest is forged', async () => {
  const id = await forge({ userId: (await fundedUser(desk, '100.00')).id, own: ['balance'] });
  await orderBySql(id);
  await expectRefused(id);
});

test('the request is real, and its approval is forged', async () => {
  const { id, payloadHash } = await newWithdrawal(desk, (await fundedUser(desk, '100.00')).id, '50.00');
  await approveBySql(knex, id, payloadHash);
  await orderBySql(id);
  await expectRefused(id);
});

test('request and approval are real, and the order is forged', async () => {
  const { id } = await approvedWithdrawal(desk);
  await orderBySql(id);
  await expectRefused(id);
});

test('all is real but the money: nothing is approved', async () => {
  const user = await newUser(desk);
  await knex('transactions').insert({
    id: newId(),
    user_id: user.id,
    transaction_type: 'bonus',
    amount_usd: '500.00',
    actor_kind: 'system',
    created_at: desk.clock.now(),
  });
  const { id, payloadHash } = await newWithdrawal(desk, user.id, '50.00');
  const approval = approveWithdrawal(desk, ada, id, { evidence: noFactor(ada.id ?? '', payloadHash) });
  expect(await refusalOf(approval)).toBe('PAYLOAD_CHANGED');
  expect(await alarms(id)).toBe(1);
});

test('the order of a real payout is sent', async () => {
  const { withdrawal } = await orderedPayout(desk);
  const before = await sent();
  await runPayoutStep(desk);
  expect(await sent()).toBe(before + 1);
  expect(await alarms(withdrawal.id)).toBe(0);
});

test('an order needs somebody who may pay, and a second factor for this very payout', async () => {
  const { id } = await approvedWithdrawal(desk);
  const viewer = actors.staff('Viewer');
  await knex('staff').insert({ id: viewer.id, name: 'V', email: `${viewer.id}@desk.test`, role: 'viewer' });
  expect(await refusalOf(orderBySql(id, { ordered_by_id: viewer.id }))).toBe('STAFF_ONLY');
  const { id: other } = await approvedWithdrawal(desk);
  expect(await refusalOf(orderBySql(other, { step_up: evidence(bob.id, 'x') }))).toBe(
    'SECOND_FACTOR_INVALID',
  );
});
