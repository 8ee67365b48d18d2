import { needsPasskey, passkeyFromUsd, type StepUpEvidence } from '@paydesk/types';
import { expect, test } from 'vitest';
import type { Actor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { createApp } from '../../src/http/createApp.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { approvalChallenge, completionChallenge, payOutChallenge } from '../../src/stepUp/challenges.ts';
import { recordDeskSettings } from '../../src/system/recordDeskSettings.ts';
import { approveWithdrawal } from '../../src/withdrawals/approveWithdrawal.ts';
import { completeWithdrawal } from '../../src/withdrawals/completeWithdrawal.ts';
import { payOutWithdrawal } from '../../src/withdrawals/payOutWithdrawal.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { call, PUBLIC_URL } from '../support/http.ts';
import { EVM_HASH, fundedUser, newHash, newWithdrawal, refusalOf } from '../support/money.ts';
import { signedIn, withPasskey, withTotp, type SignedIn } from '../support/people.ts';
import { actors, employ, offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';

/* The settings say: two approvals, and so a passkey, from 1,000.00 on. */
const REAL = { NOWPAYMENTS_API_KEY: 'a real key', NOWPAYMENTS_IPN_SECRET: 'a real secret' };
const PAYOUTS = {
  PROVIDER_PAYOUTS: 'on',
  NOWPAYMENTS_EMAIL: 'desk@example.com',
  NOWPAYMENTS_PASSWORD: 'secret at the provider',
  NOWPAYMENTS_PAYOUT_TOTP_SECRET: 'JBSWY3DPEHPK3PXP',
};
const desk = await testDesk({ settings: testSettings({ PUBLIC_URL, ...REAL, ...PAYOUTS }) });
const { knex } = desk;
const app = await createApp(desk);
await offerCurrencies(desk);

const request = async (amountUsd: string) =>
  await newWithdrawal(desk, (await fundedUser(desk, '9000.00')).id, amountUsd);
const outcome = async (who: SignedIn, path: string, input: object) =>
  (await call(app, who.caller, path, input)).error?.data ?? { reason: 'OK', details: null };
const actorOf = ({ staff }: SignedIn): Actor => ({ kind: 'staff', id: staff.id, name: staff.name });
const evidence = (staffId: string, challenge: string, kind: StepUpEvidence['kind'] = 'totp') =>
  ({
    kind,
    staffId,
    challenge,
    covers: null,
    verifiedAt: new Date().toISOString(),
    passkeyId: null,
    assertion: null,
  }) satisfies StepUpEvidence;

test('the highest band begins where the last one does, also when it is the only one', async () => {
  const bands = (...from: string[]) => ({ approvals: from.map((fromUsd) => ({ fromUsd })) });
  expect(passkeyFromUsd(bands('0.00', '1000.00', '20000.00'))).toBe('20000.00');
  expect(needsPasskey(bands('0.00', '1000.00'), '999.99')).toBe(false);
  expect(needsPasskey(bands('0.00', '1000.00'), '1000.00')).toBe(true);
  expect(needsPasskey(bands('0.00'), '10.00')).toBe(true);
});

test('from the highest band on a code approves nothing, is not used up, and a passkey does', async () => {
  const [ada, bob] = [await withTotp(desk, 'approver'), await withPasskey(desk, 'approver')];
  const [small, large] = [await request('999.99'), await request('1000.00')];
  const proof = ada.totp.code();
  expect(await outcome(ada, 'withdrawals.approve', { id: large.id })).toMatchObject({
    reason: 'PASSKEY_REQUIRED',
    details: { methods: [] },
  });
  expect(await outcome(ada, 'withdrawals.approve', { id: large.id, proof })).toMatchObject({
    reason: 'PASSKEY_REQUIRED',
  });
  expect(await outcome(ada, 'withdrawals.approveMany', { ids: [small.id, large.id], proof })).toMatchObject({
    reason: 'PASSKEY_REQUIRED',
  });
  expect(await outcome(ada, 'withdrawals.approve', { id: small.id, proof })).toMatchObject({ reason: 'OK' });
  const signed = bob.passkey.sign(approvalChallenge([large.payloadHash]));
  expect(await outcome(bob, 'withdrawals.approve', { id: large.id, proof: signed })).toMatchObject({
    reason: 'OK',
  });
});

test('someone with a passkey and an app is asked for the passkey', async () => {
  const ada = await withPasskey(desk, 'approver');
  await knex('staff').where({ id: ada.staff.id }).update({ two_factor_enabled: true });
  const { id } = await request('1500.00');
  expect(await outcome(ada, 'withdrawals.approve', { id })).toMatchObject({
    reason: 'SECOND_FACTOR_REQUIRED',
    details: { methods: ['passkey'] },
  });
});

test('the review says so before, and not to those who have one', async () => {
  const [ada, bob] = [await withTotp(desk, 'approver'), await withPasskey(desk, 'approver')];
  const [small, large] = [await request('20.00'), await request('1500.00')];
  const may = async (who: SignedIn, id: string) =>
    ((await call(app, who.caller, 'withdrawals.review', { id })).data as { may: { approve: unknown } }).may
      .approve;
  expect(await may(ada, large.id)).toMatchObject({
    allowed: false,
    why: expect.stringContaining('From 1000.00 USD on this needs a passkey') as string,
    setUp: 'passkey',
  });
  expect(await may(ada, small.id)).toMatchObject({ allowed: true });
  expect(await may(bob, large.id)).toMatchObject({ allowed: true });
});

test('the commands check the evidence themselves, whoever calls them', async () => {
  const [ada, bob] = [actorOf(await withTotp(desk, 'approver')), actorOf(await withTotp(desk, 'approver'))];
  const { id, payloadHash } = await request('1500.00');
  const small = await request('20.00');
  const adaId = String(ada.id);
  expect(await refusalOf(approveWithdrawal(desk, ada, id, { evidence: evidence(adaId, payloadHash) }))).toBe(
    'PASSKEY_REQUIRED',
  );
  expect(
    await refusalOf(
      approveWithdrawal(desk, ada, small.id, { evidence: evidence(adaId, small.payloadHash, 'none') }),
    ),
  ).toBe('SECOND_FACTOR_REQUIRED');
  expect(
    await refusalOf(
      approveWithdrawal(desk, ada, small.id, { evidence: evidence(String(bob.id), small.payloadHash) }),
    ),
  ).toBe('SECOND_FACTOR_INVALID');
  await approveWithdrawal(desk, ada, small.id, { evidence: evidence(adaId, small.payloadHash) });
  const hash = newHash();
  const completeBy = async (given: StepUpEvidence, transactionHash = hash) =>
    await refusalOf(completeWithdrawal(desk, bob, small.id, { transactionHash, evidence: given }));
  const right = completionChallenge(small.payloadHash, hash, null);
  expect(await completeBy(evidence(String(bob.id), small.payloadHash))).toBe('SECOND_FACTOR_INVALID');
  expect(await completeBy(evidence(String(bob.id), right), `0x${'cd'.repeat(32)}`)).toBe(
    'SECOND_FACTOR_INVALID',
  );
  expect(await completeBy(evidence(adaId, right))).toBe('SECOND_FACTOR_INVALID');
  expect(await completeBy(evidence(String(bob.id), right, 'none'))).toBe('SECOND_FACTOR_REQUIRED');
  const paid = { transactionHash: hash, evidence: evidence(String(bob.id), right) };
  expect(await completeWithdrawal(desk, bob, small.id, paid)).toMatchObject({ status: 'completed' });
});

/** A large withdrawal that two passkeys have approved. */
async function approvedLarge(): Promise<WithdrawalRequest> {
  const { id, payloadHash } = await request('1500.00');
  for (const who of [await withPasskey(desk, 'approver'), await withPasskey(desk, 'approver')])
    expect(
      await outcome(who, 'withdrawals.approve', { id, proof: who.passkey.sign(payloadHash) }),
    ).toMatchObject({ reason: 'OK' });
  return await WithdrawalRequest.query(knex).findById(id).throwIfNotFound();
}

test('large payouts and recorded payments need a passkey too, by endpoint and by command', async () => {
  const [ada, { id, payloadHash, cryptoAmount }] = [await withTotp(desk, 'approver'), await approvedLarge()];
  const proof = ada.totp.code();
  const paid = { id, transactionHash: EVM_HASH };
  expect(await outcome(ada, 'withdrawals.payOut', { id, proof })).toMatchObject({
    reason: 'PASSKEY_REQUIRED',
  });
  expect(await outcome(ada, 'withdrawals.complete', { ...paid, proof })).toMatchObject({
    reason: 'PASSKEY_REQUIRED',
  });
  const order = evidence(ada.staff.id, payOutChallenge({ payloadHash, cryptoAmount }));
  expect(await refusalOf(payOutWithdrawal(desk, actorOf(ada), id, order))).toBe('PASSKEY_REQUIRED');
  const recorded = evidence(ada.staff.id, completionChallenge(payloadHash, EVM_HASH, null));
  expect(
    await refusalOf(
      completeWithdrawal(desk, actorOf(ada), id, { transactionHash: EVM_HASH, evidence: recorded }),
    ),
  ).toBe('PASSKEY_REQUIRED');
  const bob = await withPasskey(desk, 'approver');
  expect(
    await outcome(bob, 'withdrawals.complete', {
      ...paid,
      proof: bob.passkey.sign(completionChallenge(payloadHash, EVM_HASH, null)),
    }),
  ).toMatchObject({ reason: 'OK' });
});

// ---------------------------------------------------------------------------
// PostgreSQL, whoever writes
// ---------------------------------------------------------------------------

const approvalRow = (
  staffId: string,
  { id, payloadHash }: WithdrawalRequest,
  kind: StepUpEvidence['kind'],
) => ({
  id: newId(),
  withdrawal_request_id: id,
  payload_hash: payloadHash,
  staff_id: staffId,
  staff_name: 'Someone',
  step_up_kind: kind,
  step_up: kind === 'none' ? null : JSON.stringify(evidence(staffId, payloadHash, kind)),
});
// Before the database knows of the real provider: from then on a test cannot fund a user by itself.
const approved = await approvedLarge();
const [smallOne, largeOne] = [await request('20.00'), await request('1500.00')];
const insert = async (row: object) => await refusalOf(knex('withdrawal_approvals').insert(row));

test('the database knows what the settings say, and no approval passes without the evidence they demand', async () => {
  const { staff } = await withTotp(desk, 'approver');
  const { staff: without } = await signedIn(desk, 'approver');
  const [small, large] = [smallOne, largeOne];
  await recordDeskSettings(desk);
  await recordDeskSettings(desk);
  expect(await knex('desk_settings').select('simulated', 'second_approval_usd')).toEqual([
    { simulated: false, second_approval_usd: '1000.00' },
  ]);
  expect(await insert(approvalRow(staff.id, large, 'totp'))).toBe('PASSKEY_REQUIRED');
  expect(await insert(approvalRow(staff.id, large, 'recovery_code'))).toBe('PASSKEY_REQUIRED');
  // Not in the audit log, but allowed until the commit.
  expect(await insert(approvalRow(staff.id, small, 'totp'))).toBe('PAYLOAD_CHANGED');
  // With the simulator someone without a second factor is asked for none; with a real provider everyone is.
  expect(await insert(approvalRow(without.id, small, 'none'))).toBe('SECOND_FACTOR_REQUIRED');
  expect(await refusalOf(knex('desk_settings').update({ simulated: true }))).toBe('IMMUTABLE');
  await knex('desk_settings').insert({
    simulated: true,
    second_approval_usd: '1000.00',
    solo_credit_usd: '100.00',
  });
  expect(await insert(approvalRow(without.id, small, 'none'))).toBe('SECOND_FACTOR_REQUIRED');
});

test('a completion and a payout order need their own evidence of active staff', async () => {
  const [ada, { id, payloadHash, cryptoAmount, walletAddress }] = [
    await withTotp(desk, 'approver'),
    approved,
  ];
  const paidBy = async (by: string, stepUp: StepUpEvidence | null) =>
    await refusalOf(
      knex('withdrawal_requests')
        .where({ id })
        .update({
          status: 'completed',
          completed_at: new Date(),
          transaction_hash: EVM_HASH,
          completed_by_kind: 'staff',
          completed_by_id: by,
          completed_by_name: 'Someone',
          completion_step_up: stepUp === null ? null : JSON.stringify(stepUp),
        }),
    );
  const challenge = completionChallenge(payloadHash, EVM_HASH, null);
  const viewer = await signedIn(desk, 'viewer');
  expect(await paidBy(newId(), null)).toBe('STAFF_ONLY');
  expect(await paidBy(viewer.staff.id, evidence(viewer.staff.id, challenge))).toBe('STAFF_ONLY');
  expect(await paidBy(ada.staff.id, null)).toBe('SECOND_FACTOR_REQUIRED');
  expect(await paidBy(ada.staff.id, evidence(ada.staff.id, payloadHash))).toBe('SECOND_FACTOR_INVALID');
  expect(await paidBy(ada.staff.id, evidence(newId(), challenge))).toBe('SECOND_FACTOR_INVALID');
  expect(await paidBy(ada.staff.id, evidence(ada.staff.id, challenge, 'passkey'))).toBe(
    'SECOND_FACTOR_INVALID',
  );
  expect(await paidBy(ada.staff.id, evidence(ada.staff.id, challenge))).toBe('PASSKEY_REQUIRED');

  const sender = actors.staff('Sender');
  await employ(knex, sender);
  await startProcessing(desk, sender, id);
  const order = async (by: string, stepUp: StepUpEvidence | null) => {
    const payoutId = newId();
    return await refusalOf(
      knex('payouts').insert({
        id: payoutId,
        external_id: payoutId,
        withdrawal_request_id: id,
        currency_code: 'USDTBSC',
        address: walletAddress,
        crypto_amount: cryptoAmount,
        payload_hash: payloadHash,
        ordered_by_kind: 'staff',
        ordered_by_id: by,
        step_up_kind: stepUp?.kind ?? 'none',
        step_up: stepUp === null ? null : JSON.stringify(stepUp),
      }),
    );
  };
  expect(await order(viewer.staff.id, null)).toBe('STAFF_ONLY');
  expect(await order(ada.staff.id, null)).toBe('SECOND_FACTOR_REQUIRED');
  expect(
    await order(ada.staff.id, evidence(ada.staff.id, payOutChallenge({ payloadHash, cryptoAmount }, 2))),
  ).toBe('SECOND_FACTOR_INVALID');
  expect(
    await order(ada.staff.id, evidence(ada.staff.id, payOutChallenge({ payloadHash, cryptoAmount }, 1))),
  ).toBe('PASSKEY_REQUIRED');
});
