import { expect, test } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { bindOriginKey, OriginKey } from '../../src/origin/originKey.ts';
import { createNowpaymentsClient } from '../../src/nowpayments/createNowpaymentsClient.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { runAs, type Activity } from '../chaos/interleaving/activity.ts';
import { watchCalls } from '../chaos/interleaving/watchCalls.ts';
import { watchStatements } from '../chaos/interleaving/watchStatements.ts';
import { expectWholeBooks } from '../support/money.ts';
import { actors, type TestDesk, SECRET } from '../support/testDesk.ts';
import { testDatabase } from '../support/testDatabase.ts';
import {
  approvedWithdrawal,
  atProvider,
  currentWithdrawal,
  expectPaid,
  orderedPayout,
  payOut,
  payoutDesk,
  settle,
} from './payoutDesk.ts';
import { Payout } from '../../src/models/Payout.ts';

const desk = await payoutDesk();
const knex = connectDatabase((await testDatabase()).url, { applicationName: 'killed', poolMax: 10 });
bindOriginKey(knex, new OriginKey(SECRET));
watchStatements(knex, () => {});

/** A server on its own connection pool that can be killed at each statement and each call. */
function mortal(): TestDesk {
  const { provider } = desk.settings;
  const client = createNowpaymentsClient({
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKey: provider.apiKey,
    ipnSecret: provider.ipnSecret,
    email: provider.login?.email,
    password: provider.login?.password,
    fetch: watchCalls(desk.simulator.fetch),
    timeoutMs: 1000,
    attempts: 1,
    now: () => desk.clock.now().getTime(),
  });
  return { ...desk, knex, provider: client };
}

/** Runs the work, or kills it at its nth statement or call. Returns whether it was killed. */
async function diesAt(
  gate: number,
  when: 'before' | 'after',
  work: () => Promise<unknown>,
): Promise<boolean> {
  const activity: Activity = {
    task: null,
    incarnation: { name: 'worker', alive: true, onDeath: () => {} },
    crash: { gate, when },
    gates: 0,
  };
  await runAs(activity, work).catch((error: unknown) => {
    if (activity.incarnation?.alive === true) throw error;
  });
  return activity.incarnation?.alive === false;
}

/** All steps of a payout: sent, confirmed and, ten seconds later, reported as paid. */
async function workThrough(worker: TestDesk): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    while (await runPayoutStep(worker));
    await desk.advance(11);
  }
}

test.each(['before', 'after'] as const)(
  'a worker that is killed %s any of its statements and calls pays once, or the payout fails',
  async (when) => {
    const outcomes = { finished: 0, failed: 0 };
    for (let gate = 1; ; gate += 1) {
      const { withdrawal, payout } = await orderedPayout(desk);
      const died = await diesAt(gate, when, async () => await workThrough(mortal()));
      const ended = await settle(desk, payout.id);
      expect(['finished', 'failed'], `gate ${gate}`).toContain(ended.status);
      const isPaid = ended.status === 'finished';
      await expectPaid(desk, withdrawal.id, payout, isPaid);
      expect(atProvider(desk, payout).confirmed, `gate ${gate}`).toBe(isPaid ? 1 : 0);
      outcomes[ended.status as keyof typeof outcomes] += 1;
      if (!died) {
        expect(isPaid).toBe(true);
        break;
      }
    }
    expect(outcomes.finished).toBeGreaterThan(30);
    // Killed between recording the attempt and the call: the provider has nothing, the desk cannot know that, and
    // staff decide.
    expect(outcomes.failed).toBeGreaterThan(0);
    expect(outcomes.failed).toBeLessThan(8);
  },
  300_000,
);

test.each(['before', 'after'] as const)(
  'an order that is killed %s any of its statements exists as a whole or not at all',
  async (when) => {
    let orders = 0;
    for (let gate = 1; ; gate += 1) {
      const withdrawal = await approvedWithdrawal(desk);
      const died = await diesAt(
        gate,
        when,
        async () => await payOut(mortal(), actors.staff('Bob'), withdrawal),
      );
      const intents = await Payout.query(desk.knex).where({ withdrawalRequestId: withdrawal.id });
      expect((await currentWithdrawal(desk, withdrawal.id)).status, `gate ${gate}`).toBe(
        intents.length === 1 ? 'processing' : 'approved',
      );
      orders += intents.length;
      if (!died) break;
    }
    expect(orders).toBe(when === 'after' ? 2 : 1);
  },
  120_000,
);

test('after all kills the books are consistent', async () => {
  await knex.destroy();
  await expectWholeBooks(desk);
});
