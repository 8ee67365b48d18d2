import { withdrawalCan, type Can } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { recordingRefusals } from '../policyEngine/policyRefusal.ts';
import { checkPayload } from './checkPayload.ts';
import { withTamperAlert } from './withTamperAlert.ts';

/** One step of a withdrawal: what it needs, what it writes. */
export interface Step {
  /** The procedure's name, for the audit log; its last word names the rule in `withdrawalCan`. */
  action: `withdrawals.${keyof typeof withdrawalCan}`;
  actor: Actor;
  note?: string | undefined;
  /** Changes the locked row; in one database transaction with the audit row. */
  write(trx: Knex.Transaction, withdrawal: WithdrawalRequest, at: Date): Promise<void>;
}

/** Steps that bring no money nearer to an address: they are open also for a row that was tampered with. */
const ALLOWED_AFTER_TAMPERING: readonly Step['action'][] = [
  'withdrawals.reject',
  'withdrawals.cancel',
  'withdrawals.returnToApproved',
];

/**
 * Locks the request, checks that the step is allowed in its state and that the row is what was requested,
 * writes the step and who did it. Of two callers at once the second finds the first one's result. Refuses
 * with NOT_FOUND, ILLEGAL_TRANSITION, PAYLOAD_CHANGED and what the step itself refuses.
 */
export async function transitionWithdrawal(
  ctx: AppContext,
  withdrawalId: string,
  step: Step,
): Promise<WithdrawalRequest> {
  const move = async () =>
    await transact(ctx.knex, async (trx) => await transitionWithdrawalIn(trx, ctx, withdrawalId, step));
  return await recordingRefusals(ctx, async () => await withTamperAlert(ctx, step.actor, withdrawalId, move));
}

/**
 * `moveWithdrawal` as a part of a larger database transaction; whoever opens that keeps refusals and raises
 * the alarm.
 */
export async function transitionWithdrawalIn(
  trx: Knex.Transaction,
  ctx: AppContext,
  withdrawalId: string,
  step: Step,
): Promise<WithdrawalRequest> {
  const at = ctx.clock.now();
  const withdrawal = await WithdrawalRequest.query(trx).findById(withdrawalId).forUpdate();
  if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const can: Can =
    withdrawalCan[step.action.slice('withdrawals.'.length) as keyof typeof withdrawalCan](withdrawal);
  if (!can.allowed) throw new DomainError('ILLEGAL_TRANSITION', can.why);
  if (!ALLOWED_AFTER_TAMPERING.includes(step.action)) await checkPayload(trx, withdrawal);
  const before = factsOf(withdrawal);
  await step.write(trx, withdrawal, at);
  const moved = await WithdrawalRequest.query(trx).findById(withdrawalId).throwIfNotFound();
  await recordAudit(trx, {
    action: step.action,
    actor: step.actor,
    subjectKind: 'withdrawal',
    subjectId: withdrawalId,
    note: step.note,
    before,
    after: factsOf(moved),
    at,
  });
  return moved;
}

const factsOf = (w: WithdrawalRequest) => ({
  status: w.status,
  requiredApprovals: w.requiredApprovals,
  transactionHash: w.transactionHash,
  cryptoAmount: w.cryptoAmount,
  rateExpiresAt: w.rateExpiresAt,
  payloadHash: w.payloadHash,
});
