import type { Knex } from 'knex';
import { recordAudit } from '../../auditChain/recordAudit.ts';
import { type Actor, systemActor } from '../../base/actor.ts';
import type { Payout } from '../../models/Payout.ts';

/** Records a change of a payout's status in the audit log of its withdrawal. */
export async function auditPayout(
  trx: Knex.Transaction,
  before: Payout,
  after: Partial<Payout>,
  at: Date,
): Promise<void> {
  await recordAudit(trx, {
    action: 'withdrawals.payout',
    actor: PAYOUT_WORKER,
    subjectKind: 'withdrawal',
    subjectId: before.withdrawalRequestId,
    at,
    before: { payoutId: before.id, payoutStatus: before.status },
    after: {
      payoutId: before.id,
      payoutStatus: after.status,
      message: after.message ?? null,
      transactionHash: after.transactionHash ?? null,
      orderedBy: before.orderedByName,
    },
  });
}

/** The worker that sends the orders. */
export const PAYOUT_WORKER: Actor = systemActor('payouts');
