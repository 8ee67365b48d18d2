import { expect, test } from 'vitest';
import { systemActor, type Actor } from '../../src/base/actor.ts';
import { LostPayout } from '../../src/models/LostPayout.ts';
import { Payout } from '../../src/models/Payout.ts';
import { recordRestore } from '../../src/restores/recordRestore.ts';
import { resumePayouts } from '../../src/withdrawals/stopPayouts.ts';
import { searchLostPayouts } from '../../src/withdrawals/payouts/searchLostPayouts.ts';
import { settleLostPayout } from '../../src/withdrawals/payouts/settleLostPayout.ts';
import { refreshRate } from '../../src/withdrawals/refreshRate.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import {
  approvedWithdrawal,
  atProvider,
  expectPaid,
  orderedPayout,
  payOut,
  payoutDesk,
  payoutOf,
  settle,
  settleNewest,
  work,
} from '../payouts/payoutDesk.ts';
import { complete, refusalOf } from '../support/money.ts';
import { actors } from '../support/testDesk.ts';
import { RESTORED, restore, resume, searchToTheEnd, sendUnseen } from './lostTime.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';

const desk = await payoutDesk();
const HOUR = 3600;

const payOutAgain = async (actor: Actor, withdrawalId: string, attempt = 2) =>
  await payOut(desk, actor, await refreshRate(desk, actors.staff('Ada'), withdrawalId), attempt);

const settleAll = async () => {
  for (const { providerPayoutId } of await LostPayout.query(desk.knex).whereNull('settledAt'))
    await settleLostPayout(desk, { providerPayoutId, note: 'compared', settledBy: 'root@db1' });
};

test('an order that the lost time has sent is found at the provider, and never sent again', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await restore(desk, async () => await sendUnseen(desk, payout.id, payout));
  await resume(desk);
  await searchToTheEnd(desk);
  const found = await settle(desk, payout.id);
  expect(found).toMatchObject({ status: 'finished', attempts: 0 });
  await expectPaid(desk, withdrawal.id, found, true);
  expect(atProvider(desk, payout).created).toBe(1);
  expect(await LostPayout.query(desk.knex)).toEqual([]);
});

test('an order that was never sent goes back to staff, who order it again', async () => {
  const { withdrawal, payout, bob } = await orderedPayout(desk);
  await restore(desk);
  await resume(desk);
  await searchToTheEnd(desk);
  await expect(
    desk
      .knex('payouts')
      .where({ id: payout.id })
      .update({ status: 'unknown', attempts: 1, attempted_at: new Date() }),
  ).rejects.toThrow('is searched at the provider, and not sent');
  await expect(
    desk.knex('payouts').where({ id: payout.id }).update({ search_requested_at: null }),
  ).rejects.toThrow('is searched at the provider, and not sent');
  const failed = await settle(desk, payout.id);
  expect(failed).toMatchObject({ status: 'failed', attempts: 0 });
  expect(failed.message).toContain('does not have this payout');
  expect(atProvider(desk, payout).created).toBe(0);
  await returnToApproved(desk, bob, withdrawal.id, 'it was not sent');
  await payOutAgain(bob, withdrawal.id);
  await desk.advance(60);
  const again = await settleNewest(desk, withdrawal.id);
  await expectPaid(desk, withdrawal.id, again, true);
});

test('a restore stops payouts in the name of the desk, until staff resume them', async () => {
  const withdrawal = await approvedWithdrawal(desk);
  const { id: restoreId } = await restore(desk);
  const stop = await desk.knex('payout_stops').whereNull('resumed_at').first<Record<string, unknown>>();
  expect(stop).toMatchObject({ stopped_by_id: null, stopped_by_name: 'Paydesk' });
  expect(await refusalOf(payOut(desk, actors.staff('Bob'), withdrawal))).toBe('PAYOUTS_STOPPED');
  expect(await refusalOf(resumePayouts(desk, systemActor('job'), 'as if'))).toBe('STAFF_ONLY');
  expect(
    await desk.knex('audit_log').where({ action: 'system.restored', subject_id: restoreId }),
  ).toHaveLength(1);
  await resume(desk);
  expect((await payOut(desk, actors.staff('Bob'), withdrawal)).status).toBe('processing');
  await searchToTheEnd(desk);
  await settleNewest(desk, withdrawal.id);
});

test('nothing is sent before the provider’s list was read to the end', async () => {
  await restore(desk);
  await resume(desk);
  await desk.advance(60);
  const { withdrawal, payout } = await orderedPayout(desk);
  await searchLostPayouts(desk);
  await work(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'ordered',
    attempts: 0,
    message: expect.stringContaining('are still being read'),
  });
  // By PostgreSQL too.
  await expect(
    desk
      .knex('payouts')
      .where({ id: payout.id })
      .update({ status: 'unknown', attempts: 1, attempted_at: new Date() }),
  ).rejects.toThrow('not all of the provider');
  await desk.advance(20 * 60);
  await searchLostPayouts(desk);
  await expectPaid(desk, withdrawal.id, await settle(desk, payout.id), true);
});

test('a withdrawal that the lost time has paid under an order of its own is not paid again', async () => {
  const withdrawal = await approvedWithdrawal(desk);
  const example = await Payout.query(desk.knex).first().throwIfNotFound();
  const like = Payout.fromJson(
    {
      ...example.toJSON(),
      address: withdrawal.walletAddress,
      currencyCode: withdrawal.currencyCode,
      cryptoAmount: withdrawal.cryptoAmount,
    },
    { skipValidation: true },
  );
  await restore(desk, async () => await sendUnseen(desk, '0198c0de-0000-7000-8000-0000000000b8', like));
  await resume(desk);
  await searchToTheEnd(desk);
  const [lost] = await LostPayout.query(desk.knex).whereNull('settledAt');
  expect(lost).toMatchObject({ address: withdrawal.walletAddress, transactionHash: expect.any(String) });
  const bob = actors.staff('Bob');
  await payOutAgain(bob, withdrawal.id, 1);
  const refused = await settleNewest(desk, withdrawal.id);
  expect(refused).toMatchObject({
    status: 'failed',
    attempts: 0,
    message: expect.stringMatching(/to the same account from before a restore .*record it as paid/),
  });
  // By PostgreSQL too, and whatever the address of a later one is.
  const other = await orderedPayout(desk);
  await expect(
    desk
      .knex('payouts')
      .where({ id: other.payout.id })
      .update({ status: 'unknown', attempts: 1, attempted_at: new Date() }),
  ).rejects.toThrow('not all of the provider');
  expect((await settle(desk, other.payout.id)).message).toContain('from before a restore');
  // Recorded with its transaction, it is settled.
  await returnToApproved(desk, bob, withdrawal.id, 'it was paid before the restore');
  await startProcessing(desk, bob, withdrawal.id);
  await complete(desk, bob, withdrawal.id, { transactionHash: lost?.transactionHash ?? '' });
  await returnToApproved(desk, bob, other.withdrawal.id, 'order it again');
  await payOutAgain(bob, other.withdrawal.id);
  await desk.advance(60);
  const paid = await settleNewest(desk, other.withdrawal.id);
  await expectPaid(desk, other.withdrawal.id, paid, true);
});

test('what somebody settles or deletes in the database does not count', async () => {
  const { payout: example } = await orderedPayout(desk);
  await settle(desk, example.id);
  await restore(desk, async () => await sendUnseen(desk, '0198c0de-0000-7000-8000-0000000000b9', example));
  await resume(desk);
  await searchToTheEnd(desk);
  const lost = await LostPayout.query(desk.knex).whereNull('settledAt').first().throwIfNotFound();
  await expect(desk.knex('lost_payouts').delete()).rejects.toThrow('not allowed');
  await expect(desk.knex('lost_payouts').update({ amount: '1' })).rejects.toThrow('cannot be rewritten');
  await expect(desk.knex('desk_restores').update({ history_ends_at: new Date() })).rejects.toThrow(
    'cannot change',
  );
  const trx = await desk.knex.transaction();
  try {
    await trx('lost_payouts')
      .where({ id: lost.id })
      .update({ settled_at: new Date(), settled_by: 'me', settled_note: 'all fine' });
    await trx.commit();
    const { payout } = await orderedPayout(desk);
    expect((await settle(desk, payout.id)).message).toContain('was changed in the database');
  } finally {
    await desk.knex.raw('alter table lost_payouts disable trigger user');
    await desk
      .knex('lost_payouts')
      .where({ id: lost.id })
      .update({ settled_at: null, settled_by: null, settled_note: null });
    await desk.knex.raw('alter table lost_payouts enable always trigger lost_payouts_guard');
  }
  await desk.knex.raw('alter table lost_payouts disable trigger user');
  const [row] = (await desk.knex('lost_payouts').where({ id: lost.id }).delete().returning('*')) as object[];
  const { payout } = await orderedPayout(desk);
  expect((await settle(desk, payout.id)).message).toContain('was changed in the database');
  await desk.knex('lost_payouts').insert(row);
  for (const trigger of ['guard', 'are_permanent', 'are_not_truncated'])
    await desk.knex.raw('alter table lost_payouts enable always trigger ??', [`lost_payouts_${trigger}`]);
  await settleAll();
  const last = await orderedPayout(desk);
  await expectPaid(desk, last.withdrawal.id, await settle(desk, last.payout.id), true);
});

test('a time in the future is refused, and one that was given too late hides nothing', async () => {
  const { payout } = await orderedPayout(desk);
  await settle(desk, payout.id);
  const future = new Date(desk.clock.now().getTime() + 60_000);
  expect(await refusalOf(recordRestore(desk, { ...RESTORED, restoredTo: future }))).toBe('INVALID_INPUT');
  await desk.advance(2 * HOUR);
  const elsewhere = Object.assign(payout.$clone(), { address: '0x52908400098527886E0F7030069857D2E4169EE7' });
  await sendUnseen(desk, '0198c0de-0000-7000-8000-0000000000ba', elsewhere);
  await desk.advance(2 * HOUR);
  const { historyEndsAt, restoredTo } = await recordRestore(desk, {
    ...RESTORED,
    restoredTo: desk.clock.now(),
  });
  expect(restoredTo.getTime() - historyEndsAt.getTime()).toBeGreaterThan(3 * HOUR * 1000);
  await searchToTheEnd(desk);
  expect(await LostPayout.query(desk.knex).whereNull('settledAt')).toHaveLength(1);
  // The user may withdraw the same money to another address: nothing at all is sent.
  await resume(desk);
  const next = await orderedPayout(desk);
  expect((await settle(desk, next.payout.id)).message).toContain(
    'unknown to the database: record or settle each',
  );
});
