import { STEPS_ALLOWED_AFTER_TAMPERING, withdrawalCan, type Can, type WithdrawalStep } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { recordWithNote } from '../notes/recordWithNote.ts';
import { recordingRefusals } from '../policyEngine/policyRefusal.ts';
import { checkPayload, withTamperAlert } from './checkPayload.ts';
import { requireEndedByDesk } from './payoutsRunning.ts';

/** One step of a withdrawal: which rule allows it, what it writes. */
export interface Transition {
  /** The rule in `withdrawalCan`. The audit log records the step as `withdrawals.<step>`. */
  step: WithdrawalStep;
  actor: Actor;
  note?: string | undefined;
  /** Changes the locked row, in one database transaction with the audit entry. */
  write(trx: Knex.Transaction, withdrawal: WithdrawalRequest, at: Date): Promise<void>;
}

/**
 * Locks the request, checks that the step is allowed in its status and that the row is what was requested, writes the
 * step and its audit entry. Of two callers at once the second sees the first one's result. Refuses with NOT_FOUND,
 * ILLEGAL_TRANSITION, PAYLOAD_CHANGED, PAYOUTS_STOPPED and what `write` refuses.
 */
export async function transitionWithdrawal(
  ctx: AppContext,
  withdrawalId: string,
  transition: Transition,
): Promise<WithdrawalRequest> {
  const run = async () =>
    await transact(ctx.knex, async (trx) => await transitionWithdrawalIn(trx, ctx, withdrawalId, transition));
  return await recordingRefusals(
    ctx,
    async () => await withTamperAlert(ctx, { actor: transition.actor, withdrawalId }, run),
  );
}

/**
 * `transitionWithdrawal` as part of a larger database transaction, whose owner records refusals and alerts on
 * tampering.
 */
export async function transitionWithdrawalIn(
  trx: Knex.Transaction,
  ctx: AppContext,
  withdrawalId: string,
  { step, actor, note, write }: Transition,
): Promise<WithdrawalRequest> {
  const at = ctx.clock.now();
  const withdrawal = await WithdrawalRequest.query(trx).findById(withdrawalId).forUpdate();
  if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const can: Can = withdrawalCan[step](withdrawal);
  if (!can.allowed) throw new DomainError('ILLEGAL_TRANSITION', can.why);
  if (!STEPS_ALLOWED_AFTER_TAMPERING.includes(step)) {
    await checkPayload(trx, withdrawal);
    // The worker records what the provider has paid already.
    if (actor.kind !== 'system') await requireEndedByDesk(trx, ctx);
  }
  const before = auditedFields(withdrawal);
  await write(trx, withdrawal, at);
  const changed = await WithdrawalRequest.query(trx).findById(withdrawalId).throwIfNotFound();
  await recordWithNote(trx, {
    action: `withdrawals.${step}`,
    actor,
    subjectKind: 'withdrawal',
    subjectId: withdrawalId,
    note,
    before,
    after: auditedFields(changed),
    at,
  });
  return changed;
}

const auditedFields = (w: WithdrawalRequest) => ({
  status: w.status,
  requiredApprovals: w.requiredApprovals,
  transactionHash: w.transactionHash,
  cryptoAmount: w.cryptoAmount,
  rateExpiresAt: w.rateExpiresAt,
  payloadHash: w.payloadHash,
});
