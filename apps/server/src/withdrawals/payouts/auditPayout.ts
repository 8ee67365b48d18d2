import type { Knex } from 'knex';
import { recordAudit } from '../../auditChain/recordAudit.ts';
import type { Payout } from '../../models/Payout.ts';
import { PAYOUT_WORKER } from './payoutActor.ts';

/** Each change of a payout's status stands in the audit log, beside the withdrawal's own. */
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
