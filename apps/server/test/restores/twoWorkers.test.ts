import { expect, test } from 'vitest';
import type { AppContext } from '../../src/context/appContext.ts';
import { DeskRestore } from '../../src/models/DeskRestore.ts';
import { LostPayout } from '../../src/models/LostPayout.ts';
import { searchLostPayouts } from '../../src/withdrawals/payouts/searchLostPayouts.ts';
import { settleLostPayout } from '../../src/withdrawals/payouts/settleLostPayout.ts';
import { expectPaid, orderedPayout, payoutDesk, settle } from '../payouts/payoutDesk.ts';
import { secondDesk } from '../support/testDesk.ts';
import { restore, resume, sendUnseen } from './lostTime.ts';

const desk = await payoutDesk();
const other = await secondDesk(desk);

test('two workers that search at once end the search once, and each lost payout is found once', async () => {
  const { payout: like } = await orderedPayout(desk);
  await settle(desk, like.id);
  const { id } = await restore(desk, async () => {
    await sendUnseen(desk, '0198c0de-0000-7000-8000-0000000001a1', like);
    await sendUnseen(desk, '0198c0de-0000-7000-8000-0000000001a2', like);
  });
  await desk.advance(21 * 60);
  const alarms: unknown[] = [];
  const heard = (ctx: AppContext): AppContext => {
    const log = Object.create(ctx.log) as AppContext['log'];
    log.error = ((facts: { alarm?: string }) => void alarms.push(facts.alarm)) as typeof log.error;
    return { ...ctx, log };
  };
  // Both have read that it is open before one of them ends it.
  const waiting: (() => void)[] = [];
  const together = (ctx: AppContext): AppContext => ({
    ...ctx,
    provider: {
      ...ctx.provider,
      async listPayouts(since) {
        const found = await ctx.provider.listPayouts(since);
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === 2) for (const go of waiting) go();
        });
        return found;
      },
    },
  });
  const [one, two] = [desk, other].map((ctx) => together(heard(ctx)));
  await Promise.all([searchLostPayouts(one as AppContext), searchLostPayouts(two as AppContext)]);
  expect(alarms).toEqual(['PAYOUT_LOST_IN_RESTORE', 'PAYOUT_LOST_IN_RESTORE']);
  const ended = await DeskRestore.query(desk.knex).findById(id);
  expect(ended).toMatchObject({ payoutsSearchedAt: expect.any(Date), lostPayouts: 2 });
  await desk.advance(60);
  await searchLostPayouts(heard(other));
  expect(await DeskRestore.query(desk.knex).findById(id)).toEqual(ended);
  for (const { providerPayoutId } of await LostPayout.query(desk.knex))
    await settleLostPayout(desk, { providerPayoutId, note: 'compared', settledBy: 'root@db1' });
  await resume(desk);
  const { withdrawal, payout } = await orderedPayout(desk);
  await expectPaid(desk, withdrawal.id, await settle(desk, payout.id), true);
});
