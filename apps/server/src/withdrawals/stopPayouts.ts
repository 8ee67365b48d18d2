import type { payoutsStateOutput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { z } from 'zod';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { PayoutStop } from '../models/PayoutStop.ts';
import { changeSigned } from '../origin/stampOrigin.ts';
import { requireStaff } from './authorizeStep.ts';

type PayoutsState = z.infer<typeof payoutsStateOutput>;

/**
 * Stops all payouts at once: no withdrawal is approved, started, sent or completed until someone resumes them
 * (PAYOUTS_STOPPED); requests, rejections and cancellations go on. Enforced by the database. Stopping them again
 * changes nothing. Refuses with STAFF_ONLY.
 */
export async function stopPayouts(ctx: AppContext, actor: Actor, note: string): Promise<PayoutsState> {
  const staffId = requireStaff(actor);
  await transact(ctx.knex, async (trx) => {
    await lockStops(trx);
    if ((await PayoutStop.findOpen(trx)) !== undefined) return;
    await PayoutStop.query(trx).insert({
      id: newId(),
      note,
      stoppedById: staffId,
      stoppedByName: actor.name ?? staffId,
      stoppedAt: ctx.clock.now(),
    });
    await recordAudit(trx, {
      action: 'withdrawals.stopPayouts',
      actor,
      subjectKind: 'system',
      subjectId: null,
      note,
      at: ctx.clock.now(),
    });
    ctx.log.error({ alarm: 'PAYOUTS_STOPPED', staffId }, 'all payouts were stopped');
  });
  return await payoutsState(ctx);
}

/** Ends a stop. Refuses with STAFF_ONLY; without a stop nothing changes. */
export async function resumePayouts(ctx: AppContext, actor: Actor, note: string): Promise<PayoutsState> {
  const staffId = requireStaff(actor);
  await transact(ctx.knex, async (trx) => {
    await lockStops(trx);
    await actor.admit?.(trx);
    const stop = await PayoutStop.findOpen(trx);
    if (stop === undefined) return;
    const end = { resumedAt: ctx.clock.now(), resumedById: staffId, resumedNote: note };
    await changeSigned(trx, 'payout_stop', stop.id, async () => await stop.$query(trx).patch(end));
    await recordAudit(trx, {
      action: 'withdrawals.resumePayouts',
      actor,
      subjectKind: 'system',
      subjectId: null,
      note,
      before: { stoppedBy: stop.stoppedByName, note: stop.note },
      at: ctx.clock.now(),
    });
  });
  return await payoutsState(ctx);
}

/** A stop and its end, or two of them, wait for each other. */
const lockStops = async (trx: Knex.Transaction) =>
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended('payout_stops', 0))`);

/** Whether all payouts are stopped, since when, by whom and why. */
export const payoutsState = async (ctx: AppContext): Promise<PayoutsState> => ({
  stop: PayoutStop.present(await PayoutStop.findOpen(ctx.knex)),
});
