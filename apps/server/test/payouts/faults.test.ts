import { expect, test } from 'vitest';
import { Payout } from '../../src/models/Payout.ts';
import { readPayoutReport, type PayoutReport } from '../../src/nowpayments/payoutReport.ts';
import {
  createNowpaymentsClient,
  type NowpaymentsClient,
} from '../../src/nowpayments/createNowpaymentsClient.ts';
import { ProviderError } from '../../src/nowpayments/providerError.ts';
import { confirmPayout } from '../../src/withdrawals/payouts/confirmPayout.ts';
import { reportUnknownOutcomes } from '../../src/withdrawals/payouts/payouts.job.ts';
import { receivePayoutNotice } from '../../src/withdrawals/payouts/receivePayoutNotice.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { expectWholeBooks } from '../support/money.ts';
import {
  atProvider,
  currentWithdrawal,
  expectPaid,
  orderedPayout,
  payoutDesk,
  payoutOf,
  settle,
  simulated,
  work,
} from './payoutDesk.ts';

const desk = await payoutDesk({ payoutListLagMs: 10_000 });

/** A provider client as after a start: not signed in, nothing in memory. */
function connection(fetch = desk.simulator.fetch): NowpaymentsClient {
  const { provider } = desk.settings;
  return createNowpaymentsClient({
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKey: provider.apiKey,
    ipnSecret: provider.ipnSecret,
    email: provider.login?.email,
    password: provider.login?.password,
    fetch,
    timeoutMs: 300,
    attempts: 1,
    now: () => desk.clock.now().getTime(),
  });
}

const HTTP = ['500', '429', 'timeout', 'lost_response'] as const;
/** The provider calls of a payout without faults: sign in, create, confirm, query. */
const CALLS = [1, 2, 3, 4];

for (const http of HTTP) {
  for (const call of CALLS) {
    test.each([false, true])(
      `${http} at call ${call} never pays twice; restarted at once: %s`,
      async (isRestarted) => {
        const { withdrawal, payout } = await orderedPayout(desk);
        let calls = 0;
        const fetch = desk.simulator.fetch;
        const faulty: typeof fetch = async (...args) => {
          calls += 1;
          if (calls === call) await desk.simulator.setFaults({ http, count: 1 });
          // An answer can be lost only where there is one.
          return await fetch(...args).finally(() =>
            calls === call ? desk.simulator.setFaults({ http: null }) : undefined,
          );
        };
        const client = connection(faulty);
        await work({ ...desk, provider: client });
        if (!isRestarted) await settle({ ...desk, provider: client }, payout.id);
        const ended = await settle({ ...desk, provider: connection() }, payout.id);
        // A create call that failed before it was carried out is not repeated: staff decide.
        const isPaid = !(call === 2 && (http === '500' || http === 'timeout'));
        expect(ended.status).toBe(isPaid ? 'finished' : 'failed');
        await expectPaid(desk, withdrawal.id, payout, isPaid);
        expect(atProvider(desk, payout)).toEqual(
          isPaid ? { created: 1, confirmed: 1, finished: 1 } : { created: 0, confirmed: 0, finished: 0 },
        );
      },
    );
  }
}

test('a create call whose answer was lost is found by our id, although the list lags, and not sent again', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
  await runPayoutStep(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'unknown',
    attempts: 1,
    providerBatchId: null,
    message: expect.stringContaining('broke') as string,
  });
  expect(await runPayoutStep(desk)).toBe(false);
  await desk.advance(31);
  await runPayoutStep(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'unknown',
    attempts: 1,
    providerPayoutId: simulated(desk, payout).payoutId,
  });
  expect(await settle(desk, payout.id)).toMatchObject({ status: 'finished', attempts: 1, verifyAttempts: 1 });
});

test('a create call that never arrived fails only after four empty answers over twenty minutes', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  const create = desk.provider.createPayout;
  await desk.simulator.setFaults({ http: '500', count: 1 });
  await runPayoutStep(desk);
  desk.provider.createPayout = async () => await Promise.reject(new Error('it is never sent again'));
  const startedAt = desk.clock.now().getTime();
  const failed = await settle(desk, payout.id).finally(() => (desk.provider.createPayout = create));
  expect(failed).toMatchObject({
    status: 'failed',
    attempts: 1,
    missingAnswers: 3,
    message: 'The provider does not have this payout: nothing was sent.',
    nextAttemptAt: null,
  });
  expect(desk.clock.now().getTime() - startedAt).toBeGreaterThanOrEqual(20 * 60_000);
  expect((await currentWithdrawal(desk, withdrawal.id)).status).toBe('processing');
  expect(atProvider(desk, payout).created).toBe(0);
});

test('a payout that is found at the moment in which it would fail does not fail', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
  await runPayoutStep(desk);
  await Payout.query(desk.knex)
    .findById(payout.id)
    .patch({ missingAnswers: 3, nextAttemptAt: desk.clock.now() });
  await desk.advance(21 * 60);
  const { payoutId, batchId } = simulated(desk, payout);
  const late = {
    ...desk,
    provider: {
      ...desk.provider,
      findPayoutsByExternalId: async () => {
        const body = {
          id: payoutId,
          batch_withdrawal_id: batchId,
          status: 'CREATING',
          currency: 'usdtbsc',
          address: payout.address,
          amount: '48.5',
          ipn_callback_url: `https://desk.test/webhooks/nowpayments/payouts/${payout.id}`,
        };
        expect(await receivePayoutNotice(desk, readPayoutReport(body) as PayoutReport)).toBe('recorded');
        return [];
      },
    },
  };
  await runPayoutStep(late);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'unknown',
    providerPayoutId: payoutId,
  });
  expect(await settle(desk, payout.id)).toMatchObject({ status: 'finished' });
});

test('while the provider cannot be reached nothing is decided, and an error is logged after a quarter of an hour', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
  await runPayoutStep(desk);
  const alarms: object[] = [];
  const loud = {
    ...desk,
    log: Object.assign(Object.create(desk.log) as typeof desk.log, {
      error: (facts: object) => alarms.push(facts),
    }),
  };
  await desk.simulator.setFaults({ http: '500' });
  for (let minute = 0; minute < 14; minute += 1) {
    await desk.advance(60);
    await work(desk);
    await reportUnknownOutcomes(loud);
  }
  expect(alarms).toEqual([]);
  for (let minute = 0; minute < 60; minute += 1) {
    await desk.advance(60);
    await work(desk);
  }
  expect(await reportUnknownOutcomes(loud)).toBe(1);
  await desk.simulator.setFaults({ http: null });
  expect(alarms[0]).toMatchObject({ payoutId: payout.id, withdrawalId: withdrawal.id });
  const unanswered = await payoutOf(desk, withdrawal.id);
  expect(unanswered).toMatchObject({ status: 'unknown', missingAnswers: 0 });
  expect(unanswered.failures).toBeGreaterThan(5);
  // By now it has expired at the provider.
  expect(await settle(desk, payout.id)).toMatchObject({
    status: 'failed',
    message: 'The provider reports rejected: Not verified in time',
  });
});

test('the outcome of a confirmation whose answer was lost is queried, and it is not sent again', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await runPayoutStep(desk);
  await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
  await runPayoutStep(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'unknown', verifyAttempts: 1 });
  expect(await settle(desk, payout.id)).toMatchObject({ status: 'finished', verifyAttempts: 1 });
  await expectPaid(desk, withdrawal.id, payout, true);
});

test('a confirmation that did not arrive is sent again, with a new code, once the provider reports that the payout still waits', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await runPayoutStep(desk);
  await runPayoutStep({
    ...desk,
    provider: {
      ...desk.provider,
      verifyPayout: async () =>
        await Promise.reject(new ProviderError('ambiguous', 'The payment provider answered 500.')),
    },
  });
  const first = await payoutOf(desk, withdrawal.id);
  await confirmPayout(desk, first, await desk.provider.getPayouts(String(first.providerBatchId)));
  // The code of this half minute is used, also for this payout.
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'unknown', verifyAttempts: 1 });
  await desk.advance(31);
  await runPayoutStep(desk);
  const second = await payoutOf(desk, withdrawal.id);
  expect(second).toMatchObject({ status: 'sent', verifyAttempts: 2 });
  expect(Number(second.verifyStep)).toBeGreaterThan(Number(first.verifyStep));
  await settle(desk, payout.id);
  expect(simulated(desk, payout).verifyAttempts).toBe(1);
});

test('with a wrong secret nothing is confirmed: after eight attempts the payout expires at the provider and fails', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  const { provider } = desk.settings;
  const wrong = {
    ...desk,
    settings: {
      ...desk.settings,
      provider: { ...provider, payouts: { ...provider.payouts, totpSecret: 'JBSWY3DPEHPK3PXP' } },
    },
  };
  const failed = await settle(wrong, payout.id);
  expect(failed).toMatchObject({
    status: 'failed',
    message: 'The provider reports rejected: Not verified in time',
  });
  expect(failed.verifyAttempts).toBe(8);
  expect(atProvider(desk, payout)).toEqual({ created: 1, confirmed: 0, finished: 0 });
  await expectPaid(desk, withdrawal.id, payout, false);
});

test('an order that could not be sent for half an hour fails, and is not sent later', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  const create = desk.provider.createPayout;
  await desk.simulator.setFaults({ http: '429' });
  const failed = await settle(desk, payout.id);
  await desk.simulator.setFaults({ http: null });
  expect(failed).toMatchObject({
    status: 'failed',
    message: 'The provider could not be reached for half an hour: nothing was sent.',
  });
  expect(failed.attempts).toBeGreaterThan(2);
  desk.provider.createPayout = create;
  await desk.advance(3600);
  await work(desk);
  expect(atProvider(desk, payout).created).toBe(0);
  expect((await currentWithdrawal(desk, withdrawal.id)).status).toBe('processing');
});

test('a create call that was delayed until after the payout failed is never confirmed', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  const create = desk.provider.createPayout;
  let goOn: () => void = () => {};
  const frozen = new Promise<void>((resolve) => (goOn = resolve));
  const slow = {
    ...desk,
    provider: {
      ...desk.provider,
      createPayout: async (order: Parameters<typeof create>[0]) =>
        await frozen.then(async () => await create(order)),
    },
  };
  const step = runPayoutStep(slow);
  while ((await payoutOf(desk, withdrawal.id)).status === 'ordered')
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await settle(desk, payout.id)).toMatchObject({ status: 'failed' });
  goOn();
  await step;
  for (let hour = 0; hour < 3; hour += 1) {
    await desk.advance(3600);
    await work(desk);
  }
  expect(atProvider(desk, payout)).toEqual({ created: 1, confirmed: 0, finished: 0 });
  expect(await Payout.query(desk.knex).findById(payout.id)).toMatchObject({
    status: 'failed',
    verifyAttempts: 0,
  });
});

test('while the circuit is open nothing is started', async () => {
  const { payout } = await orderedPayout(desk);
  const away = {
    ...desk,
    provider: {
      ...desk.provider,
      quotaLeft: async () => await Promise.resolve(0),
      probeIfDue: async () => await Promise.resolve(false),
    },
  };
  expect(await runPayoutStep(away)).toBe(false);
  expect(await Payout.query(desk.knex).findById(payout.id)).toMatchObject({ status: 'ordered', attempts: 0 });
});

test('after all faults the books are consistent', async () => await expectWholeBooks(desk));
