import { expect, test } from 'vitest';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { Payout } from '../../src/models/Payout.ts';
import { User } from '../../src/models/User.ts';
import { readPayoutReport } from '../../src/nowpayments/payoutReport.ts';
import { receivePayoutReport } from '../../src/withdrawals/payouts/receivePayoutReport.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import { latestPayouts, presentPayout } from '../../src/withdrawals/presentWithdrawal.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { payOutChallenge } from '../../src/stepUp/challenges.ts';
import { payOutWithdrawal } from '../../src/withdrawals/payOutWithdrawal.ts';
import { refreshRate } from '../../src/withdrawals/refreshRate.ts';
import { complete, EVM_ADDRESS, newHash, noFactor, expectWholeBooks, refusalOf } from '../support/money.ts';
import { actors, employ, testSettings } from '../support/testDesk.ts';
import {
  approvedWithdrawal,
  atProvider,
  currentWithdrawal,
  expectPaid,
  orderedPayout,
  payOut,
  payoutDesk,
  payoutOf,
  settle,
  simulated,
  withEstimate,
  work,
} from './payoutDesk.ts';

const desk = await payoutDesk();
const off = { ...desk, settings: testSettings() };

test('payouts through the provider are off unless they are switched on', async () => {
  const withdrawal = await approvedWithdrawal(desk);
  expect(await refusalOf(payOut(off, actors.staff('Bob'), withdrawal))).toBe('PAYOUTS_DISABLED');
  expect((await currentWithdrawal(desk, withdrawal.id)).status).toBe('approved');
});

test('an order is stored and the withdrawal set to processing in one transaction, and no money moves', async () => {
  const { withdrawal, payout, bob } = await orderedPayout(desk);
  expect(await currentWithdrawal(desk, withdrawal.id)).toMatchObject({
    status: 'processing',
    startedById: bob.id,
  });
  expect(payout).toMatchObject({
    status: 'ordered',
    externalId: payout.id,
    currencyCode: 'USDTBSC',
    address: EVM_ADDRESS,
    extraId: null,
    cryptoAmount: '48.5',
    payloadHash: withdrawal.payloadHash,
    orderedById: bob.id,
    attempts: 0,
  });
  expect(desk.simulator.payouts()).toEqual([]);
  expect(
    await AuditEntry.query(desk.knex).findOne({ subjectId: withdrawal.id, action: 'withdrawals.payOut' }),
  ).toMatchObject({ actorId: bob.id, after: { status: 'processing' } });
});

test('an order is sent, confirmed and followed to its end, which completes the withdrawal in the name of the person who ordered it', async () => {
  const { withdrawal, payout, bob } = await orderedPayout(desk);
  expect(await runPayoutStep(desk)).toBe(true);
  expect(simulated(desk, payout)).toMatchObject({
    status: 'CREATING',
    amount: '48.5',
    currency: 'usdtbsc',
    address: EVM_ADDRESS,
    ipnCallbackUrl: expect.stringContaining(payout.id) as string,
  });
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'unknown',
    attempts: 1,
    providerPayoutId: simulated(desk, payout).payoutId,
    unverifiedStatus: 'creating',
  });
  expect(await runPayoutStep(desk)).toBe(true);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'sent', verifyAttempts: 1 });
  const ended = await settle(desk, payout.id);
  expect(ended).toMatchObject({
    status: 'finished',
    transactionHash: simulated(desk, payout).hash,
    nextAttemptAt: null,
    message: null,
  });
  expect(await currentWithdrawal(desk, withdrawal.id)).toMatchObject({
    status: 'completed',
    transactionHash: simulated(desk, payout).hash,
    completedById: bob.id,
    cryptoAmount: '48.5',
  });
  await expectPaid(desk, withdrawal.id, payout, true);
  const audit = await AuditEntry.query(desk.knex)
    .where({ subjectId: withdrawal.id, action: 'withdrawals.payout' })
    .orderBy('createdAt');
  expect(audit.map((entry) => (entry.after as { payoutStatus: string }).payoutStatus)).toEqual([
    'sent',
    'finished',
  ]);
  expect(
    await AuditEntry.query(desk.knex).findOne({ subjectId: withdrawal.id, action: 'withdrawals.complete' }),
  ).toMatchObject({ actorId: bob.id });
});

test('a withdrawal’s output has the latest payout, who ordered it and its message', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  const shown = (await latestPayouts(desk.knex, [withdrawal.id])).get(withdrawal.id) as Payout;
  expect(presentPayout(shown)).toEqual({
    id: payout.id,
    status: 'ordered',
    providerPayoutId: null,
    message: null,
    orderedBy: 'Bob',
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
  });
  expect(await latestPayouts(desk.knex, [])).toEqual(new Map());
});

test('only staff can order a payout, and not those who requested or approved the withdrawal', async () => {
  const withdrawal = await approvedWithdrawal(desk);
  const approver = {
    kind: 'staff' as const,
    id: (
      await desk
        .knex('withdrawal_approvals')
        .where({ withdrawal_request_id: withdrawal.id })
        .first<{ staff_id: string }>('staff_id')
    ).staff_id,
    name: 'Ada',
  };
  expect(await refusalOf(payOut(desk, approver, withdrawal))).toBe('SAME_PERSON');
  expect(await refusalOf(payOut(desk, actors.service(), withdrawal))).toBe('STAFF_ONLY');
  expect(await Payout.query(desk.knex).where({ withdrawalRequestId: withdrawal.id })).toEqual([]);
});

test('a payout that the policy refuses since the approval is not ordered', async () => {
  const withdrawal = await approvedWithdrawal(desk);
  await User.query(desk.knex)
    .findById(withdrawal.userId)
    .patch({ frozenAt: desk.clock.now(), frozenNote: 'asked by the police' });
  expect(await refusalOf(payOut(desk, actors.staff('Bob'), withdrawal))).toBe('USER_FROZEN');
});

test('an order needs a second factor for this payout and this attempt', async () => {
  const [withdrawal, other] = [await approvedWithdrawal(desk), await approvedWithdrawal(desk)];
  const bob = actors.staff('Bob');
  await employ(desk.knex, bob);
  expect(
    await refusalOf(
      payOutWithdrawal(
        desk,
        bob,
        withdrawal.id,
        noFactor(
          bob.id ?? '',
          payOutChallenge({ payloadHash: other.payloadHash, cryptoAmount: withdrawal.cryptoAmount }),
        ),
      ),
    ),
  ).toBe('SECOND_FACTOR_INVALID');
  expect(await refusalOf(payOut(desk, actors.staff('Bob'), withdrawal, 2))).toBe('SECOND_FACTOR_INVALID');
  expect((await currentWithdrawal(desk, withdrawal.id)).status).toBe('approved');
});

test('an expired rate, and an amount with more places than the provider sends, are not ordered', async () => {
  const stale = await approvedWithdrawal(desk);
  await desk.advance(16 * 60);
  expect(await refusalOf(payOut(desk, actors.staff('Bob'), stale))).toBe('RATE_EXPIRED');
  const fine = await approvedWithdrawal(desk);
  await refreshRate(withEstimate(desk, '48.1234567'), actors.staff('Bob'), fine.id);
  expect(await refusalOf(payOut(desk, actors.staff('Bob'), fine))).toBe('PROVIDER_REFUSED');
});

test('while a payout is under way the withdrawal can neither be completed by hand nor be returned', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  const seen = [];
  for (let step = 0; step < 3; step += 1) {
    seen.push((await payoutOf(desk, withdrawal.id)).status);
    expect(
      await refusalOf(complete(desk, actors.staff('Cleo'), withdrawal.id, { transactionHash: newHash() })),
    ).toBe('PAYOUT_IN_FLIGHT');
    expect(await refusalOf(returnToApproved(desk, actors.staff('Cleo'), withdrawal.id, 'give it back'))).toBe(
      'PAYOUT_IN_FLIGHT',
    );
    await runPayoutStep(desk);
  }
  expect(seen).toEqual(['ordered', 'unknown', 'sent']);
  await settle(desk, payout.id);
});

test.each(['FAILED', 'REJECTED', 'CANCELLED'])(
  'a payout that the provider reports as %s fails; staff return the withdrawal and order it again',
  async (status) => {
    const { withdrawal, payout, bob } = await orderedPayout(desk);
    await runPayoutStep(desk);
    await desk.simulator.setPayoutStatus(simulated(desk, payout).payoutId, { status, error: 'no gas' });
    // The confirmation is refused now, with a reason from the provider.
    const failed = await settle(desk, payout.id, ({ status: now }) => now === 'failed');
    expect(failed).toMatchObject({
      status: 'failed',
      message: `The provider reports ${status.toLowerCase()}: no gas`,
    });
    expect((await currentWithdrawal(desk, withdrawal.id)).status).toBe('processing');
    await expectPaid(desk, withdrawal.id, payout, false);

    await returnToApproved(desk, bob, withdrawal.id, 'the payout failed');
    expect(await refusalOf(payOut(desk, bob, withdrawal, 1))).toMatch(/SECOND_FACTOR_INVALID|RATE_EXPIRED/);
    await refreshRate(desk, bob, withdrawal.id);
    await payOut(desk, bob, withdrawal, 2);
    const second = await payoutOf(desk, withdrawal.id);
    await desk.advance(60);
    expect(await settle(desk, second.id)).toMatchObject({ status: 'finished' });
    await expectPaid(desk, withdrawal.id, second, true);
    expect(atProvider(desk, payout).confirmed).toBe(0);
  },
);

test('a payout beyond the wallet’s balance is refused and fails, with the provider’s message', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  desk.simulator.setBalance('usdtbsc', '10');
  await work(desk);
  desk.simulator.setBalance('usdtbsc', '100000');
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'failed',
    attempts: 1,
    message: 'The payment provider answered 400: Insufficient balance',
    nextAttemptAt: null,
  });
  expect(atProvider(desk, payout).created).toBe(0);
  await expectPaid(desk, withdrawal.id, payout, false);
});

test('an order of a user who was frozen meanwhile is not sent', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await User.query(desk.knex)
    .findById(withdrawal.userId)
    .patch({ frozenAt: desk.clock.now(), frozenNote: 'asked by the police' });
  await work(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'failed',
    attempts: 0,
    message: 'Nothing was sent: this user is frozen',
  });
  expect(atProvider(desk, payout).created).toBe(0);
});

test('when payouts are switched off an unsent order fails; a sent one is followed to its end', async () => {
  const first = await orderedPayout(desk);
  await work(off);
  expect(await payoutOf(desk, first.withdrawal.id)).toMatchObject({
    status: 'failed',
    message: 'Payouts through the provider were switched off before this one was sent.',
  });
  const second = await orderedPayout(desk);
  await runPayoutStep(desk);
  await runPayoutStep(desk);
  await desk.advance(10);
  await work(off);
  await expectPaid(desk, second.withdrawal.id, second.payout, true);
  const third = await orderedPayout(desk);
  await runPayoutStep(desk);
  expect(
    await settle({ ...desk, settings: off.settings }, third.payout.id, ({ status }) => status === 'failed'),
  ).toMatchObject({ message: 'The provider reports rejected: Not verified in time' });
  expect(atProvider(desk, third.payout)).toMatchObject({ confirmed: 0 });
});

test('a payout that the provider paid without a usable transaction hash is completed by hand, and cannot be returned', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await work(desk);
  await desk.simulator.setPayoutStatus(simulated(desk, payout).payoutId, { status: 'FINISHED', hash: null });
  const finished = await settle(desk, payout.id);
  expect(finished).toMatchObject({
    status: 'finished',
    message: expect.stringContaining('without a transaction hash') as string,
  });
  expect((await currentWithdrawal(desk, withdrawal.id)).status).toBe('processing');
  expect(await refusalOf(returnToApproved(desk, actors.staff('Cleo'), withdrawal.id, 'give it back'))).toBe(
    'PAYOUT_IN_FLIGHT',
  );
  await complete(desk, actors.staff('Cleo'), withdrawal.id, { transactionHash: newHash() });
  await expectPaid(desk, withdrawal.id, payout, true);
});

test('a failed payout that the provider’s support pays later completes the withdrawal in any open status', async () => {
  for (const isReturned of [false, true]) {
    const { withdrawal, payout, bob } = await orderedPayout(desk);
    await work(desk);
    const { payoutId } = simulated(desk, payout);
    await desk.simulator.setPayoutStatus(payoutId, { status: 'FAILED' });
    await settle(desk, payout.id, ({ status }) => status === 'failed');
    if (isReturned) await returnToApproved(desk, bob, withdrawal.id, 'it failed');
    await desk.simulator.setPayoutStatus(payoutId, { status: 'FINISHED' });
    expect(await settle(desk, payout.id, ({ status }) => status === 'finished')).toMatchObject({
      status: 'finished',
    });
    await expectPaid(desk, withdrawal.id, payout, true);
  }
});

test('a failed payout that is paid although another one replaced it is reported to staff, and completes nothing twice', async () => {
  const { withdrawal, payout, bob } = await orderedPayout(desk);
  await work(desk);
  await desk.simulator.setPayoutStatus(simulated(desk, payout).payoutId, { status: 'FAILED' });
  await settle(desk, payout.id, ({ status }) => status === 'failed');
  await returnToApproved(desk, bob, withdrawal.id, 'it failed');
  await payOut(desk, bob, withdrawal, 2);
  await desk.simulator.setPayoutStatus(simulated(desk, payout).payoutId, { status: 'FINISHED' });
  await Payout.query(desk.knex).findById(payout.id).patch({ nextAttemptAt: desk.clock.now() });
  await desk.advance(60);
  const second = await payoutOf(desk, withdrawal.id);
  await settle(desk, second.id);
  expect(await Payout.query(desk.knex).findById(payout.id)).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('paid twice') as string,
  });
  expect(
    await desk
      .knex('transactions')
      .where({ withdrawal_request_id: withdrawal.id, transaction_type: 'withdrawal' }),
  ).toHaveLength(1);
});

test('a payout that differs from the order is not confirmed', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  const create = desk.provider.createPayout;
  desk.provider.createPayout = async (order) => await create({ ...order, amount: '1.5' });
  await work(desk).finally(() => (desk.provider.createPayout = create));
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('something other than the order') as string,
  });
  expect(atProvider(desk, payout)).toEqual({ created: 1, confirmed: 0, finished: 0 });
});

test('two payouts do not use one code: the second waits for the next', async () => {
  const first = await orderedPayout(desk);
  const withdrawal = await approvedWithdrawal(desk);
  await payOut(desk, actors.staff('Bob'), withdrawal);
  await work(desk);
  const second = await payoutOf(desk, withdrawal.id);
  const both = [await payoutOf(desk, first.withdrawal.id), second];
  expect(both.map(({ status }) => status).toSorted()).toEqual(['sent', 'unknown']);
  expect(both.reduce((sum, { verifyAttempts }) => sum + verifyAttempts, 0)).toBe(1);
  for (const { id } of both)
    expect(await settle(desk, id)).toMatchObject({ status: 'finished', verifyAttempts: 1 });
});

test('a transaction that another withdrawal has already raises attention, and is not recorded twice', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await settle(desk, payout.id, ({ status }) => status === 'sent');
  const other = await approvedWithdrawal(desk);
  const { hash } = simulated(desk, payout);
  const transactionHash = hash ?? newHash();
  const report = readPayoutReport({
    id: simulated(desk, payout).payoutId,
    batch_withdrawal_id: (await payoutOf(desk, withdrawal.id)).providerBatchId,
    status: 'FINISHED',
    currency: 'usdtbsc',
    address: EVM_ADDRESS,
    extra_id: null,
    amount: '48.5',
    hash: transactionHash.toUpperCase().replace('0X', '0x'),
    error: null,
  });
  if (report === null) throw new Error('this is no payout');
  const done = await complete(desk, actors.staff('Cleo'), other.id, { transactionHash });
  const ended = await receivePayoutReport(desk, payout.id, report);
  expect(ended).toMatchObject({
    status: 'finished',
    message: expect.stringContaining(done.internalWithdrawalId) as string,
  });
  expect(await currentWithdrawal(desk, withdrawal.id)).toMatchObject({
    status: 'processing',
    transactionHash: null,
  });
  // The transaction that really paid it is recorded by hand.
  await complete(desk, actors.staff('Bob'), withdrawal.id, { transactionHash: newHash() });
});

test('after all payouts the books are consistent', async () => await expectWholeBooks(desk));
