import { recordAudit } from '../auditChain/recordAudit.ts';
import { systemActor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { ChangeRequest } from '../models/ChangeRequest.ts';
import { applyChange } from './applyChange.ts';
import type { ActionPlans } from './governedAction.ts';

const WORKER = systemActor('change requests');

/** Expires requests without a decision, and applies those whose delay has passed. Any number of workers may run it. */
export async function closeDueChanges(ctx: AppContext, plans: ActionPlans): Promise<void> {
  while (await closeOne(ctx, plans));
}

async function closeOne(ctx: AppContext, plans: ActionPlans): Promise<boolean> {
  return await transact(ctx.knex, async (trx) => {
    const request = await ChangeRequest.query(trx)
      .where({ status: 'waiting' })
      .whereRaw('coalesce(not_before, expires_at) <= clock_timestamp()')
      .orderBy('createdAt')
      .forUpdate()
      .skipLocked()
      .first();
    if (request === undefined) return false;
    if (request.notBefore !== null && request.expiresAt > new Date()) {
      await applyChange(trx, ctx, plans, { request, actor: WORKER });
      return true;
    }
    await request.$query(trx).patch({ status: 'expired' });
    await recordAudit(trx, {
      action: 'changeRequests.expire',
      actor: WORKER,
      subjectKind: 'changeRequest',
      subjectId: request.id,
      before: { status: 'waiting' },
      after: { status: 'expired' },
      at: ctx.clock.now(),
    });
    return true;
  });
}
