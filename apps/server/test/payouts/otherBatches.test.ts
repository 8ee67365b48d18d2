import { expect, test } from 'vitest';
import { Payout } from '../../src/models/Payout.ts';
import type { PayoutReport } from '../../src/nowpayments/payoutReport.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import type { TestDesk } from '../support/testDesk.ts';
import { atProvider, orderedPayout, payoutDesk, payoutOf, settle, work } from './payoutDesk.ts';

const desk = await payoutDesk();
const OTHER_ADDRESS = '0x000000000000000000000000000000000000dEaD';

/** A payout that somebody else with the merchant's login has made; it waits for its confirmation. */
async function somebodyElses(address = OTHER_ADDRESS): Promise<PayoutReport> {
  return await desk.provider.createPayout({
    currency: 'usdtbsc',
    address,
    extraId: null,
    amount: '7777',
    externalId: `other-${Date.now()}`,
    ipnCallbackUrl: 'http://127.0.0.1:1/nowhere',
  });
}
const confirmed = (report: PayoutReport) =>
  desk.simulator.state().payoutTally.byExternalId[report.externalId ?? '']?.confirmed ?? 0;

/** The desk with a provider whose batches look otherwise. */
const answering = (batch: (honest: PayoutReport[]) => PayoutReport[]): TestDesk => ({
  ...desk,
  provider: {
    ...desk.provider,
    getPayouts: async (id: string) => batch(await desk.provider.getPayouts(id)),
  },
});

test('an answer to the create that names another batch confirms neither', async () => {
  const { payout } = await orderedPayout(desk);
  const other = await somebodyElses();
  const lying = {
    ...desk,
    provider: {
      ...desk.provider,
      createPayout: async (order: Parameters<typeof desk.provider.createPayout>[0]) => ({
        ...(await desk.provider.createPayout(order)),
        providerBatchId: other.providerBatchId,
      }),
    },
  };
  await work(lying);
  await settle(desk, payout.id, ({ failures }) => failures > 3);
  expect([confirmed(other), atProvider(desk, payout).confirmed]).toEqual([0, 0]);
});

test.each(['all of it', 'the batch alone'])(
  'a batch that was written into the database is not confirmed: %s',
  async (what) => {
    const { withdrawal, payout } = await orderedPayout(desk);
    const other = await somebodyElses();
    await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
    await runPayoutStep(desk);
    await desk.simulator.setFaults({ http: null });
    expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'unknown', providerBatchId: null });
    await desk
      .knex('payouts')
      .where({ id: payout.id })
      .update({
        provider_batch_id: other.providerBatchId,
        provider_payout_id: what === 'all of it' ? other.providerPayoutId : '4040404040',
        provider_status: 'creating',
        unverified_status: 'creating',
        provider_data: JSON.stringify({
          id: other.providerPayoutId,
          batch_withdrawal_id: other.providerBatchId,
          status: 'CREATING',
          currency: 'usdtbsc',
        }),
        next_attempt_at: desk.clock.now(),
      });
    await settle(desk, payout.id, ({ status, failures }) => status === 'failed' || failures > 3);
    expect([confirmed(other), atProvider(desk, payout).confirmed]).toEqual([0, 0]);
  },
);

test.each<[string, (honest: PayoutReport[]) => PayoutReport[]]>([
  ['has a second payout', (honest) => [...honest, { ...(honest[0] as PayoutReport), providerPayoutId: '1' }]],
  ['has no id of ours', (honest) => honest.map((report) => ({ ...report, externalId: null }))],
  ['has another id of ours', (honest) => honest.map((report) => ({ ...report, externalId: 'other' }))],
  ['does not say to whom', (honest) => honest.map((report) => ({ ...report, address: null }))],
  ['does not say how much', (honest) => honest.map((report) => ({ ...report, amount: null }))],
  ['has another amount', (honest) => honest.map((report) => ({ ...report, amount: '7777' }))],
  ['has another address', (honest) => honest.map((report) => ({ ...report, address: OTHER_ADDRESS }))],
  ['is another batch', (honest) => honest.map((report) => ({ ...report, providerBatchId: '1' }))],
])('a batch that %s is not confirmed, and fails for staff to see', async (_what, batch) => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await work(answering(batch));
  expect(atProvider(desk, payout).confirmed).toBe(0);
  const failed = await payoutOf(desk, withdrawal.id);
  expect(failed.status).toBe('failed');
  expect(failed.message).toContain('other than the order');
});

test('what is as ordered is confirmed, with a query right before', async () => {
  const { payout } = await orderedPayout(desk);
  let asked = 0;
  await work(
    answering((honest) => {
      asked += 1;
      return honest;
    }),
  );
  expect(asked).toBeGreaterThan(0);
  expect(atProvider(desk, payout).confirmed).toBe(1);
  expect(await Payout.query(desk.knex).findById(payout.id)).toMatchObject({ verifyAttempts: 1 });
});
