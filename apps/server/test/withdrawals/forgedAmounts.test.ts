import { expect, test } from 'vitest';
import type { StepUpEvidence } from '@paydesk/types';
import { newId } from '../../src/base/identifiers.ts';
import { challengeOf } from '../../src/stepUp/challengeOf.ts';
import { completionChallenge } from '../../src/stepUp/challenges.ts';
import { completeWithdrawal } from '../../src/withdrawals/completeWithdrawal.ts';
import { payOutWithdrawal } from '../../src/withdrawals/payOutWithdrawal.ts';
import { refreshRate } from '../../src/withdrawals/refreshRate.ts';
import { rejectWithdrawal } from '../../src/withdrawals/rejectWithdrawal.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { approvedWithdrawal, payoutDesk, payoutOf, withEstimate, work } from '../payouts/payoutDesk.ts';
import { approve, fundedUser, newHash, newWithdrawal, noFactor, refusalOf } from '../support/money.ts';
import { actors, employ } from '../support/testDesk.ts';

/* Somebody has the database role of the server, and nothing else: every trigger is on. */
const desk = await payoutDesk();
const { knex } = desk;
const [ada, bob] = [actors.staff('Ada'), actors.staff('Bob')];
await employ(knex, ada, bob);

const FORGERIES = {
  'a hundred times the amount':
    'update withdrawal_requests set crypto_amount = crypto_amount * 100 where id = ?',
  'a longer validity':
    "update withdrawal_requests set rate_expires_at = rate_expires_at + interval '1 year' where id = ?",
};

const orderOf = async (id: string): Promise<StepUpEvidence> =>
  noFactor(bob.id ?? '', (await challengeOf(knex, bob.id ?? '', { kind: 'payOut', id })).challenge);
const payOut = async (id: string) => await payOutWithdrawal(desk, bob, id, await orderOf(id));
const byHand = async (id: string, payloadHash: string, cryptoAmount?: string) => {
  const transactionHash = newHash();
  const challenge = completionChallenge(payloadHash, transactionHash, cryptoAmount ?? null);
  return await completeWithdrawal(desk, bob, id, {
    transactionHash,
    cryptoAmount,
    evidence: noFactor(bob.id ?? '', challenge),
  });
};

test.each(Object.entries(FORGERIES))('%s, written by SQL, is not sent in any way', async (_what, sql) => {
  const { id, payloadHash } = await approvedWithdrawal(desk);
  await knex.raw(sql, [id]);
  const { crypto_amount: forged } = await knex('withdrawal_requests').where({ id }).first('crypto_amount');
  for (const step of [
    async () => await payOut(id),
    async () => await startProcessing(desk, bob, id),
    async () => await refreshRate(desk, bob, id),
    async () => await byHand(id, payloadHash),
    async () => await byHand(id, payloadHash, forged),
  ])
    expect(await refusalOf(step())).toBe('PAYLOAD_CHANGED');
  expect(await rejectWithdrawal(desk, ada, id, 'someone wrote to the database')).toMatchObject({
    status: 'rejected',
  });
});

test('an amount that was fixed by SQL, where an approval fixed none, is not sent', async () => {
  const { id } = await newWithdrawal(desk, (await fundedUser(desk, '100.00')).id, '50.00');
  await desk.simulator.setFaults({ http: '500', count: 100 });
  await approve(desk, ada, id);
  await desk.simulator.setFaults({ http: null });
  await knex.raw(
    "update withdrawal_requests set crypto_amount = 4800, rate_fixed_at = now(), rate_expires_at = now() + interval '1 hour' where id = ?",
    [id],
  );
  expect(await refusalOf(payOut(id))).toBe('PAYLOAD_CHANGED');
});

test('an audit entry that agrees with a forged amount is forged, too', async () => {
  const { id } = await approvedWithdrawal(desk);
  await knex.raw(FORGERIES['a hundred times the amount'], [id]);
  const row = await knex('withdrawal_requests').where({ id }).first();
  await knex('audit_log').insert({
    id: newId(),
    action: 'withdrawals.refreshRate',
    actor_kind: 'staff',
    actor_id: bob.id,
    actor_name: 'Bob',
    subject_kind: 'withdrawal',
    subject_id: id,
    after: { cryptoAmount: row.crypto_amount, rateExpiresAt: row.rate_expires_at },
    created_at: desk.clock.now(),
  });
  expect(await refusalOf(payOut(id))).toBe('PAYLOAD_CHANGED');
});

test('fixing, returning and fixing again leaves an amount that is sent', async () => {
  const { id } = await approvedWithdrawal(desk);
  await refreshRate(desk, bob, id);
  await startProcessing(desk, bob, id);
  await returnToApproved(desk, bob, id, 'the wallet was closed');
  const { cryptoAmount } = await refreshRate(desk, bob, id);
  await payOut(id);
  await work(desk);
  expect(await payoutOf(desk, id)).toMatchObject({ cryptoAmount, attempts: 1 });
});

test('a second factor for one amount is worthless for another', async () => {
  const { id } = await approvedWithdrawal(desk);
  const evidence = await orderOf(id);
  await refreshRate(withEstimate(desk, '49.1'), bob, id);
  expect(await refusalOf(payOutWithdrawal(desk, bob, id, evidence))).toBe('SECOND_FACTOR_INVALID');
});
