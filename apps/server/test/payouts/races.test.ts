import { expect, test } from 'vitest';
import { Payout } from '../../src/models/Payout.ts';
import { confirmPayout } from '../../src/withdrawals/payouts/confirmPayout.ts';
import { receivePayoutReport } from '../../src/withdrawals/payouts/receivePayoutReport.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { sendOrder } from '../../src/withdrawals/payouts/sendOrder.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { complete, newHash, expectWholeBooks, tally } from '../support/money.ts';
import { actors, secondDesk } from '../support/testDesk.ts';
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
  work,
} from './payoutDesk.ts';

const one = await payoutDesk();
const two = await secondDesk(one);
const times = <T>(count: number, run: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => run(index));
const either = (index: number) => (index % 2 === 0 ? one : two);

test('of two people who order the same payout at once, one succeeds', async () => {
  for (let round = 0; round < 5; round += 1) {
    const withdrawal = await approvedWithdrawal(one);
    const { succeeded } = await tally(
      times(4, (index) => payOut(either(index), actors.staff(`Bob ${index}`), withdrawal)),
    );
    expect(succeeded).toBe(1);
    expect(await Payout.query(one.knex).where({ withdrawalRequestId: withdrawal.id })).toHaveLength(1);
  }
});

test('of ordering, starting and completing by hand at once, the money is sent in one way only', async () => {
  for (let round = 0; round < 6; round += 1) {
    const withdrawal = await approvedWithdrawal(one);
    const { succeeded } = await tally([
      payOut(one, actors.staff('Bob'), withdrawal),
      startProcessing(two, actors.staff('Cleo'), withdrawal.id),
      complete(one, actors.staff('Dan'), withdrawal.id, { transactionHash: newHash() }),
    ]);
    const { status } = await currentWithdrawal(one, withdrawal.id);
    const orders = await Payout.query(one.knex).where({ withdrawalRequestId: withdrawal.id });
    // The person who started by hand may complete by hand; the one who ordered a payout may not.
    expect(succeeded).toBeLessThanOrEqual(orders.length === 1 ? 1 : 2);
    if (orders.length === 1) expect(status).toBe('processing');
  }
});

test('ten workers at once send, confirm and complete one payout once, and call the provider no more often than they recorded', async () => {
  let calls = { createPayout: 0, verifyPayout: 0 };
  const counting = [one, two].map((desk) => ({
    ...desk,
    provider: {
      ...desk.provider,
      createPayout: async (...args: Parameters<typeof desk.provider.createPayout>) => {
        calls.createPayout += 1;
        return await desk.provider.createPayout(...args);
      },
      verifyPayout: async (...args: Parameters<typeof desk.provider.verifyPayout>) => {
        calls.verifyPayout += 1;
        await desk.provider.verifyPayout(...args);
      },
    },
  }));
  const worker = (index: number) => counting[index % 2] as (typeof counting)[0];
  for (let round = 0; round < 4; round += 1) {
    calls = { createPayout: 0, verifyPayout: 0 };
    const { withdrawal, payout } = await orderedPayout(one);
    for (let minute = 0; minute < 4; minute += 1) {
      await Promise.all(times(10, (index) => runPayoutStep(worker(index))));
      // As if every lease had expired: only the row's own state keeps workers apart.
      await Payout.query(one.knex)
        .findById(payout.id)
        .whereNotNull('nextAttemptAt')
        .patch({ nextAttemptAt: one.clock.now() });
      // A lease for each at the same time: all read the same row.
      const seen = await payoutOf(one, withdrawal.id);
      const batch =
        seen.status === 'unknown' ? await one.provider.getPayouts(String(seen.providerBatchId)) : [];
      await Promise.all(
        times(10, (index) =>
          seen.status === 'unknown'
            ? confirmPayout(worker(index), seen, batch)
            : seen.status === 'ordered'
              ? sendOrder(worker(index), seen)
              : runPayoutStep(worker(index)),
        ),
      );
      await one.advance(31);
    }
    const ended = await settle(one, payout.id);
    await expectPaid(one, withdrawal.id, payout, true);
    expect(atProvider(one, payout)).toEqual({ created: 1, confirmed: 1, finished: 1 });
    expect(calls).toEqual({ createPayout: ended.attempts, verifyPayout: ended.verifyAttempts });
  }
});

test('when a worker’s lease expires during each call another one takes over, and still nothing happens twice', async () => {
  for (const call of ['createPayout', 'verifyPayout'] as const) {
    const { withdrawal, payout } = await orderedPayout(one);
    if (call === 'verifyPayout') await runPayoutStep(one);
    const overtake = async () => {
      await Payout.query(one.knex).findById(payout.id).patch({ nextAttemptAt: one.clock.now() });
      await work(two);
    };
    const original = one.provider[call] as (...args: unknown[]) => Promise<unknown>;
    const slow = {
      ...one,
      provider: {
        ...one.provider,
        [call]: async (...args: unknown[]) => {
          await overtake();
          const answer = await original(...args);
          await overtake();
          return answer;
        },
      },
    };
    await work(slow);
    await settle(one, payout.id);
    await expectPaid(one, withdrawal.id, payout, true);
    expect(atProvider(one, payout)).toEqual({ created: 1, confirmed: 1, finished: 1 });
  }
});

test('a worker with a stale order neither sends nor fails what another one has sent meanwhile', async () => {
  const { withdrawal, payout } = await orderedPayout(one);
  await one.simulator.setFaults({ http: 'lost_response', count: 1 });
  await runPayoutStep(one);
  await sendOrder(two, payout);
  expect(await payoutOf(one, withdrawal.id)).toMatchObject({ status: 'unknown', attempts: 1 });
  await one.advance(31 * 60);
  await sendOrder(two, payout);
  expect(await payoutOf(one, withdrawal.id)).toMatchObject({ status: 'unknown', attempts: 1 });
  expect(atProvider(one, payout).created).toBe(1);
});

test('ten reports of the payment at once, while staff try to return it, complete it once', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { withdrawal, payout, bob } = await orderedPayout(one);
    await runPayoutStep(one);
    await runPayoutStep(one);
    const known = await payoutOf(one, withdrawal.id);
    const [report] = await one.provider.getPayouts(known.providerBatchId as string);
    if (report === undefined) throw new Error('the provider has it');
    expect(report.rawStatus).toBe('finished');
    await tally([
      ...times(10, (index) => receivePayoutReport(either(index), payout.id, report)),
      returnToApproved(two, bob, withdrawal.id, 'it takes too long'),
      complete(two, actors.staff('Cleo'), withdrawal.id, { transactionHash: newHash() }),
    ]);
    await expectPaid(one, withdrawal.id, payout, true);
    expect(await currentWithdrawal(one, withdrawal.id)).toMatchObject({
      completedById: bob.id,
      transactionHash: report.hash,
    });
  }
});

test('after all races the books are consistent', async () => await expectWholeBooks(one));
