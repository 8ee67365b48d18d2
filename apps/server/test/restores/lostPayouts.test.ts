import { afterEach, expect, test } from 'vitest';
import { DeskRestore } from '../../src/models/DeskRestore.ts';
import { LostPayout } from '../../src/models/LostPayout.ts';
import { Payout } from '../../src/models/Payout.ts';
import { searchLostPayouts } from '../../src/withdrawals/payouts/searchLostPayouts.ts';
import { settleLostPayout } from '../../src/withdrawals/payouts/settleLostPayout.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { approvedWithdrawal, orderedPayout, payoutDesk, settle, work } from '../payouts/payoutDesk.ts';
import { complete, newHash } from '../support/money.ts';
import { actors, type TestDesk } from '../support/testDesk.ts';
import { restore, resume, searchToTheEnd, sendUnseen } from './lostTime.ts';

const desk = await payoutDesk();
const bob = actors.staff('Bob');

/** The provider reports this transaction for all payouts that the database does not know, and another one for one. */
const reporting = (hash: string, but?: { providerPayoutId: string; hash: string }): TestDesk => ({
  ...desk,
  provider: {
    ...desk.provider,
    async listPayouts(since) {
      const { payouts } = await desk.provider.listPayouts(since);
      const unknown = payouts.filter(({ externalId }) => externalId?.startsWith(UNSEEN));
      return {
        nextPage: null,
        payouts: unknown.map((report) => ({
          ...report,
          hash: report.providerPayoutId === but?.providerPayoutId ? but.hash : hash,
        })),
      };
    },
  },
});

/** How ids of payouts of the lost time begin. */
const UNSEEN = '0198c0de-0000-7000-8000-0000000001';
let sent = 0;
/** The lost time paid so many payouts to the address of this one. */
async function payUnseen(count: number, like: Payout): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    sent += 1;
    await sendUnseen(desk, `${UNSEEN}${String(sent).padStart(2, '0')}`, like);
  }
}

const openOnes = async () =>
  await LostPayout.query(desk.knex).whereRaw('is_lost_payout_open(lost_payouts)').orderBy('foundAt');

async function settleOpen(): Promise<void> {
  for (const { providerPayoutId } of await openOnes())
    await settleLostPayout(desk, { providerPayoutId, note: 'compared', settledBy: 'root@db1' });
}

afterEach(async () => {
  await searchToTheEnd(desk);
  await settleOpen();
  await resume(desk);
});

/** A payout that was paid before, as an example. */
async function paidPayout(): Promise<Payout> {
  const { payout } = await orderedPayout(desk);
  return await settle(desk, payout.id);
}

async function recordAsPaid(transactionHash: string): Promise<string> {
  const { id } = await approvedWithdrawal(desk);
  await startProcessing(desk, bob, id);
  await complete(desk, bob, id, { transactionHash });
  return id;
}

test('a withdrawal that is recorded as paid explains one payout, whichever is there first', async () => {
  const like = await paidPayout();
  const hash = newHash();
  await restore(desk, async () => await payUnseen(3, like));
  await resume(desk);
  await searchLostPayouts(reporting(hash));
  expect(await openOnes()).toHaveLength(3);
  const withdrawalId = await recordAsPaid(hash);
  expect(await openOnes()).toHaveLength(2);
  // Recorded before its payout is found to be of this transaction.
  const later = newHash();
  const laterId = await recordAsPaid(later);
  const [second] = await openOnes();
  await searchToTheEnd(reporting(hash, { providerPayoutId: second?.providerPayoutId ?? '', hash: later }));
  const [left, ...others] = await openOnes();
  expect(others).toEqual([]);
  expect(left).toMatchObject({ transactionHash: hash, withdrawalRequestId: null });
  expect(left?.id).not.toBe(second?.id);
  const next = await orderedPayout(desk);
  expect(await settle(desk, next.payout.id)).toMatchObject({ status: 'failed', attempts: 0 });
  // By PostgreSQL too.
  const explainBy = async (id: string) =>
    await desk.knex('lost_payouts').where({ id: left?.id }).update({ withdrawal_request_id: id });
  await expect(explainBy(withdrawalId)).rejects.toThrow('lost_payouts_one_for_each_withdrawal');
  await expect(explainBy(laterId)).rejects.toThrow('cannot be rewritten');
});

test('what was explained stays so, and a payout to another address is not explained', async () => {
  const like = await paidPayout();
  const hash = newHash();
  const elsewhere = Object.assign(like.$clone(), { address: '0x52908400098527886E0F7030069857D2E4169EE7' });
  await restore(desk, async () => {
    await payUnseen(1, elsewhere);
    await payUnseen(1, like);
  });
  await resume(desk);
  await searchLostPayouts(reporting(hash));
  await recordAsPaid(hash.toUpperCase().replace('0X', '0x'));
  const [left, ...others] = await openOnes();
  expect(others).toEqual([]);
  expect(left).toMatchObject({ address: elsewhere.address });
  const explained = await LostPayout.query(desk.knex)
    .whereNotNull('withdrawalRequestId')
    .orderBy('foundAt', 'desc')
    .first();
  await expect(
    desk.knex('lost_payouts').where({ id: explained?.id }).update({ withdrawal_request_id: null }),
  ).rejects.toThrow('cannot be rewritten');
  await searchToTheEnd(reporting(hash));
});

test('a withdrawal that a payout of the desk has paid explains no lost one of the same transaction', async () => {
  const { payout } = await orderedPayout(desk);
  const like = await settle(desk, payout.id);
  expect(like).toMatchObject({ status: 'finished', transactionHash: expect.any(String) });
  await restore(desk, async () => await payUnseen(1, like));
  await resume(desk);
  // To the same address, and in one transaction of the chain.
  await searchToTheEnd(reporting(like.transactionHash ?? ''));
  expect(await openOnes()).toHaveLength(1);
  const next = await orderedPayout(desk);
  expect(await settle(desk, next.payout.id)).toMatchObject({ status: 'failed', attempts: 0 });
});

test('a withdrawal of another amount or currency explains nothing, although it is to the same address', async () => {
  const like = await paidPayout();
  const larger = Object.assign(like.$clone(), { cryptoAmount: '60' });
  const hash = newHash();
  await restore(desk, async () => await payUnseen(1, larger));
  await resume(desk);
  await searchLostPayouts(reporting(hash));
  const withdrawalId = await recordAsPaid(hash);
  const [left] = await openOnes();
  expect(left).toMatchObject({ amount: '60', withdrawalRequestId: null });
  const mayExplain = async (changes: object) => {
    const { rows } = await desk.knex.raw<{ rows: { may: boolean }[] }>(
      `select is_paid_by(w, jsonb_populate_record(l, :changes)) as may
       from withdrawal_requests w, lost_payouts l where w.id = :withdrawalId and l.id = :id`,
      { changes: JSON.stringify(changes), withdrawalId, id: left?.id ?? '' },
    );
    return rows[0]?.may;
  };
  expect(await mayExplain({ amount: '48.5' })).toBe(true);
  expect(await mayExplain({ amount: '47.6' })).toBe(true);
  expect(await mayExplain({ amount: '47.5' })).toBe(false);
  expect(await mayExplain({ amount: '48.5', currency_code: 'BTC' })).toBe(false);
});

test('a list that is longer than one step reads is read in several, and ends the search when all of it was read after the lag', async () => {
  const like = await paidPayout();
  const { id } = await restore(desk, async () => await payUnseen(3, like));
  const asked: number[] = [];
  /** One payout in each part. */
  const inParts: TestDesk = {
    ...desk,
    provider: {
      ...desk.provider,
      async listPayouts(since, fromPage = 0) {
        asked.push(fromPage);
        const { payouts } = await reporting(newHash()).provider.listPayouts(since);
        const own = payouts.slice(-3);
        return {
          payouts: own.slice(fromPage, fromPage + 1),
          nextPage: fromPage + 1 < own.length ? fromPage + 1 : null,
        };
      },
    },
  };
  const isSearched = async () =>
    (await DeskRestore.query(desk.knex).findById(id).throwIfNotFound()).payoutsSearchedAt !== null;
  await searchLostPayouts(inParts);
  await searchLostPayouts(inParts);
  expect(await openOnes()).toHaveLength(2);
  await desk.advance(21 * 60);
  // The end of a pass that began before the list was complete.
  await searchLostPayouts(inParts);
  expect([await openOnes(), await isSearched()]).toEqual([expect.objectContaining({ length: 3 }), false]);
  await searchLostPayouts(inParts);
  await searchLostPayouts(inParts);
  expect(await isSearched()).toBe(false);
  await searchLostPayouts(inParts);
  expect([asked, await isSearched()]).toEqual([[0, 1, 2, 0, 1, 2], true]);
});

test('whoever writes to the database does not end the search', async () => {
  const like = await paidPayout();
  const { id } = await restore(desk, async () => await payUnseen(1, like));
  await resume(desk);
  await desk
    .knex('desk_restores')
    .where({ id })
    .update({ payouts_searched_at: desk.clock.now(), lost_payouts: 0 });
  const { payout } = await orderedPayout(desk);
  await work(desk);
  expect(await Payout.query(desk.knex).findById(payout.id)).toMatchObject({
    status: 'ordered',
    attempts: 0,
    message: expect.stringContaining('the record of a restore was changed in the database'),
  });
});
