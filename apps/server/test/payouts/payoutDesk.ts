import type { SimulatorOptions } from '@paydesk/simulator';
import { expect } from 'vitest';
import type { Actor } from '../../src/base/actor.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { Payout } from '../../src/models/Payout.ts';
import { Transaction } from '../../src/models/Transaction.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { payOutChallenge } from '../../src/stepUp/challenges.ts';
import { payOutWithdrawal } from '../../src/withdrawals/payOutWithdrawal.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { approve, fundedUser, newWithdrawal, noFactor } from '../support/money.ts';
import {
  actors,
  employ,
  offerCurrencies,
  testDesk,
  testSettings,
  type TestDesk,
} from '../support/testDesk.ts';

/** A desk that pays out through the simulator. */
export async function payoutDesk(simulator: Partial<SimulatorOptions> = {}): Promise<TestDesk> {
  const desk = await testDesk({ settings: testSettings({ PROVIDER_PAYOUTS: 'on' }), simulator });
  await offerCurrencies(desk);
  return desk;
}

export async function approvedWithdrawal(desk: TestDesk, amountUsd = '50.00'): Promise<WithdrawalRequest> {
  const withdrawal = await newWithdrawal(desk, (await fundedUser(desk, '100.00')).id, amountUsd);
  return await approve(desk, actors.staff('Ada'), withdrawal.id);
}

export const payOut = async (
  desk: AppContext,
  actor: Actor,
  { id }: Pick<WithdrawalRequest, 'id'>,
  attempt = 1,
): Promise<WithdrawalRequest> => {
  await employ(desk.knex, actor);
  return await payOutWithdrawal(
    desk,
    actor,
    id,
    noFactor(actor.id ?? '', payOutChallenge(await currentWithdrawal(desk, id), attempt)),
  );
};

/** The desk with a provider that estimates this amount. */
export const withEstimate = (desk: TestDesk, estimatedAmount: string): TestDesk => ({
  ...desk,
  provider: {
    ...desk.provider,
    estimate: async (query) => ({ ...(await desk.provider.estimate(query)), estimatedAmount }),
  },
});

/** A payout that was just ordered; no other one is due. */
export async function orderedPayout(
  desk: TestDesk,
): Promise<{ withdrawal: WithdrawalRequest; payout: Payout; bob: Actor }> {
  // Each code is valid for one payout: waits until the last one's has changed.
  await desk.advance(60);
  await Payout.query(desk.knex).patch({ nextAttemptAt: null });
  const withdrawal = await approvedWithdrawal(desk);
  const bob = actors.staff('Bob');
  await payOut(desk, bob, withdrawal);
  return { withdrawal, payout: await payoutOf(desk, withdrawal.id), bob };
}

export const payoutOf = async (desk: AppContext, withdrawalRequestId: string): Promise<Payout> =>
  await Payout.query(desk.knex)
    .where({ withdrawalRequestId })
    .orderBy('createdAt', 'desc')
    .first()
    .throwIfNotFound();

export const currentWithdrawal = async (desk: AppContext, id: string): Promise<WithdrawalRequest> =>
  await WithdrawalRequest.query(desk.knex).findById(id).throwIfNotFound();

/** Runs all steps that are due now. */
export async function work(desk: AppContext): Promise<number> {
  for (let steps = 0; steps < 50; steps += 1) if (!(await runPayoutStep(desk))) return steps;
  throw new Error('there is always something due: the worker loops');
}

/** Advances the clock to each due time until nothing is due for this payout or, within a day, it is as wanted. */
export async function settle(
  desk: TestDesk,
  payoutId: string,
  until: (payout: Payout) => boolean = () => false,
): Promise<Payout> {
  const end = desk.clock.now().getTime() + 24 * 3_600_000;
  for (;;) {
    await work(desk);
    const payout = await Payout.query(desk.knex).findById(payoutId).throwIfNotFound();
    if (payout.nextAttemptAt === null || until(payout) || payout.nextAttemptAt.getTime() > end) return payout;
    await desk.advance(
      Math.max((payout.nextAttemptAt.getTime() - desk.clock.now().getTime()) / 1000, 0) + 0.01,
    );
  }
}

/** The same for the newest payout of a withdrawal. */
export const settleNewest = async (desk: TestDesk, withdrawalId: string): Promise<Payout> =>
  await settle(desk, (await payoutOf(desk, withdrawalId)).id);

/** What the provider has for one order. */
export const atProvider = (desk: TestDesk, payout: Payout) =>
  desk.simulator.state().payoutTally.byExternalId[payout.externalId] ?? {
    created: 0,
    confirmed: 0,
    finished: 0,
  };
export const simulated = (desk: TestDesk, payout: Payout) => {
  const found = desk.simulator.payouts().find(({ externalId }) => externalId === payout.externalId);
  if (found === undefined) throw new Error('the provider has no such payout');
  return found;
};

/** Expects that the withdrawal was paid once, in the ledger, in its status and at the provider; or in none of them. */
export async function expectPaid(
  desk: TestDesk,
  withdrawalId: string,
  payout: Payout,
  isPaid: boolean,
): Promise<void> {
  const rows = await Transaction.query(desk.knex).where({ withdrawalRequestId: withdrawalId });
  expect(rows.filter((row) => row.transactionType === 'withdrawal')).toHaveLength(isPaid ? 1 : 0);
  expect((await currentWithdrawal(desk, withdrawalId)).status === 'completed').toBe(isPaid);
  expect(atProvider(desk, payout).finished).toBe(isPaid ? 1 : 0);
  expect(atProvider(desk, payout).created).toBeLessThanOrEqual(1);
}
