import { expect, test } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { createNowpaymentsClient } from '../../src/nowpayments/createNowpaymentsClient.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { runAs, type Activity } from '../chaos/interleaving/activity.ts';
import { watchCalls } from '../chaos/interleaving/watchCalls.ts';
import { watchStatements } from '../chaos/interleaving/watchStatements.ts';
import { expectWholeBooks } from '../support/money.ts';
import { actors, type TestDesk } from '../support/testDesk.ts';
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
watchStatements(knex, () => {});

/** A server on a pool of its own, whose every statement and call is a place to die at. */
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

/** Does something until it is done, or dies at its nth statement or call. Answers whether it died. */
async function diesAt(
  gate: number,
  when: 'before' | 'after',
  deed: () => Promise<unknown>,
): Promise<boolean> {
  const activity: Activity = {
    task: null,
    incarnation: { name: 'worker', alive: true, onDeath: () => {} },
    crash: { gate, when },
    gates: 0,
  };
  await runAs(activity, deed).catch((error: unknown) => {
    if (activity.incarnation?.alive === true) throw error;
  });
  return activity.incarnation?.alive === false;
}

/** All of a payout's life that needs no waiting: sent, confirmed, and, ten seconds later, seen to be paid. */
async function workThrough(worker: TestDesk): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    while (await runPayoutStep(worker));
    await desk.advance(11);
  }
}

test.each(['before', 'after'] as const)(
  'a worker that is killed %s any of its statements and calls pays once, or gives it back to a person',
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
    // Killed between the note that it is being sent and the call itself, nobody can know: the provider has
    // nothing, and a person decides.
    expect(outcomes.failed).toBeGreaterThan(0);
    expect(outcomes.failed).toBeLessThan(8);
  },
  300_000,
);

test.each(['before', 'after'] as const)(
  'an order that is cut off %s any of its statements is there as a whole or not at all',
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

test('after all deaths the books are whole', async () => {
  await knex.destroy();
  await expectWholeBooks(desk);
});
