import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryDataDir } from '@paydesk/data-folder';
import { embeddedDatabase, finishRestore, restoreBackup, takeBackup } from '@paydesk/embedded-database';
import { Model } from 'objection';
import { afterAll, expect, test } from 'vitest';
import { createClaimWatch } from '../../src/base/claimWatch.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { readEvents } from '../../src/events/readEvents.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { LostPayout } from '../../src/models/LostPayout.ts';
import { Payment } from '../../src/models/Payment.ts';
import { bindOriginKey, OriginKey } from '../../src/origin/originKey.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { createPostingQueue } from '../../src/postings/createPostingQueue.ts';
import { recordRestore } from '../../src/restores/recordRestore.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { adjustBalance } from '../../src/transactions/adjustBalance.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { searchLostPayouts } from '../../src/withdrawals/payouts/searchLostPayouts.ts';
import { settleLostPayout } from '../../src/withdrawals/payouts/settleLostPayout.ts';
import { refreshRate } from '../../src/withdrawals/refreshRate.ts';
import { resumePayouts } from '../../src/withdrawals/stopPayouts.ts';
import {
  approvedWithdrawal,
  atProvider,
  expectPaid,
  orderedPayout,
  payOut,
  settle,
} from '../payouts/payoutDesk.ts';
import { hire } from '../stepUp/people.ts';
import { balanceOf, expectWholeBooks, newPayment, refusalOf } from '../support/money.ts';
import { signRows } from '../support/signRows.ts';
import {
  actors,
  newUser,
  offerCurrencies,
  SECRET,
  testDesk,
  testSettings,
  type TestDesk,
} from '../support/testDesk.ts';
import { faultsOf } from '../verify/asOwner.ts';
import { sealBooks, sealKey } from '../verify/sealBooks.ts';

/** Payments before and after the backup each. `pnpm drill restore` makes more. */
const PAYMENTS = Number(process.env['DRILL_PAYMENTS'] ?? 2);

const [dataDir, backupDir] = [temporaryDataDir('restore-drill'), temporaryDataDir('restore-drill')];
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  await close();
  for (const folder of [dataDir, backupDir]) rmSync(folder, { recursive: true, force: true });
});

async function close(): Promise<void> {
  for (const end of closing.splice(0).toReversed()) await end();
}

/** The desk on the embedded database as it is now; its clock and its provider are those of the first one. */
async function open(first?: TestDesk): Promise<TestDesk> {
  const running = await embeddedDatabase({ dataDir, backupDir }).ensureRunning();
  closing.push(running.stop);
  const owner = connectDatabase(running.url, { applicationName: 'drill' });
  await migrateToLatest(owner, { applicationRole: 'paydesk_app' });
  await owner.destroy();
  const knex = connectDatabase(running.applicationUrl, { applicationName: 'drill', poolMax: 10 });
  closing.push(async () => await knex.destroy());
  Model.knex(knex);
  bindOriginKey(knex, new OriginKey(SECRET));
  await drawOriginBoundary(knex, sealKey);
  if (first === undefined)
    return await testDesk({ knex, settings: testSettings({ PROVIDER_PAYOUTS: 'on' }) });
  const postings = createPostingQueue(knex, first.log);
  return { ...first, knex, postings, claimWatch: createClaimWatch(first.clock) };
}

async function pay(desk: TestDesk, payment: { providerPaymentId: string | null }): Promise<void> {
  const id = payment.providerPaymentId ?? '';
  await desk.simulator.deposit(id, { amount: 'full' });
  await desk.advance(60);
  await receiveReport(desk, 'poll', await desk.provider.getPayment(id));
}

async function trade(desk: TestDesk, userId: string): Promise<void> {
  for (let made = 0; made < PAYMENTS; made += 1) await pay(desk, await newPayment(desk, userId, '20.00'));
}

async function verify({ knex }: TestDesk) {
  // The people of the tests are inserted without what makes them the desk’s own.
  await signRows(knex, 'staff');
  return faultsOf(
    await verifyDesk(knex, { origin: new OriginKey(SECRET), seals: { publicKeys: [sealKey.publicKey] } }),
  );
}

test(
  'after a restore to a point in time nothing is paid twice, no deposit is lost, and no event is missed',
  async () => {
    const before = await open();
    await offerCurrencies(before);
    const user = await newUser(before);
    await trade(before, user.id);
    const old = await orderedPayout(before);
    await settle(before, old.payout.id);
    await sealBooks(before.knex);
    await takeBackup({ dataDir, backupDir, keep: 1 });
    await trade(before, user.id);
    // Ordered before the point and sent after it; and one that belongs to the lost time alone.
    const waiting = await approvedWithdrawal(before);
    const cut = await orderedPayout(before);
    await sequenceEvents(before);
    const kept = await balanceOf(before.knex, user.id);
    await pause(20);
    const point = { to: new Date(), restoredTo: before.clock.now() };
    await pause(20);
    await before.advance(60);
    expect((await settle(before, cut.payout.id)).status).toBe('finished');
    const lost = await orderedPayout(before);
    expect((await settle(before, lost.payout.id)).status).toBe('finished');
    const open100 = await newPayment(before, user.id, '100.00');
    await sequenceEvents(before);
    const { cursor: reader } = await readEvents(before.knex, { limit: 1, after: 'now' });
    await close();

    const restored = await restoreBackup({
      dataDir,
      backupDir,
      name: null,
      to: point.to,
      moveAside: true,
    });
    expect(restored.restoredTo.getTime()).toBeLessThanOrEqual(point.to.getTime());
    const desk = await open(before);
    await recordRestore(desk, { restoredBy: 'root@db1', note: 'a drill', restoredTo: point.restoredTo });
    finishRestore(dataDir);
    expect(await verify(desk)).toEqual({});
    expect(await balanceOf(desk.knex, user.id)).toEqual(kept);
    expect(await Payment.query(desk.knex).findOne({ id: open100.id })).toBeUndefined();

    // Stopped, until a person resumes them.
    expect(await refusalOf(payOut(desk, actors.staff('Bob'), waiting))).toBe('PAYOUTS_STOPPED');
    const { id, name } = await hire(desk, 'admin');
    await resumePayouts(desk, { kind: 'staff', id, name }, 'compared with the provider');

    // The payment of the lost time is paid now.
    await pay(desk, open100);
    expect(await balanceOf(desk.knex, user.id)).toMatchObject({
      balanceUsd: String((Number(kept.balanceUsd) + 100).toFixed(2)),
    });

    // The order from before the point was sent in the lost time: found, and not sent again.
    await searchLostPayouts(desk);
    await desk.advance(21 * 60);
    await searchLostPayouts(desk);
    await expectPaid(desk, cut.withdrawal.id, await settle(desk, cut.payout.id), true);
    expect(atProvider(desk, cut.payout).created).toBe(1);

    // What the lost time alone has paid stops everything, until a person has settled it.
    const found = await LostPayout.query(desk.knex).whereNull('settledAt');
    expect(found.map(({ providerPayoutId }) => providerPayoutId)).toHaveLength(1);
    await payOut(desk, actors.staff('Bob'), await refreshRate(desk, actors.staff('Ada'), waiting.id));
    const refused = await settle(
      desk,
      (await desk.knex('payouts').orderBy('created_at', 'desc').first<{ id: string }>('id')).id,
    );
    expect(refused).toMatchObject({ status: 'failed', attempts: 0 });
    await adjustBalance(desk, actors.staff('Cleo'), {
      userId: user.id,
      amountUsd: '-1.00',
      reason: 'paid in the lost time',
    });
    for (const { providerPayoutId } of found)
      await settleLostPayout(desk, { providerPayoutId, note: 'corrected', settledBy: 'root@db1' });

    // No order was made twice.
    const orders = Object.values(desk.simulator.state().payoutTally.byExternalId);
    expect(orders).toHaveLength(3);
    expect(orders.every(({ created, finished }) => created === 1 && finished === 1)).toBe(true);

    // A reader that was ahead of the restored database goes on with its cursor.
    await sequenceEvents(desk);
    const { events } = await readEvents(desk.knex, { limit: 500, after: reader });
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'desk.restored',
        'payouts.resumed',
        'payment.credited',
        'withdrawal.completed',
      ]),
    );
    await expectWholeBooks(desk);
    await sealBooks(desk.knex);
    expect(await verify(desk)).toEqual({});
  },
  120_000 + PAYMENTS * 2_000,
);
