import { trimAmount } from '@paydesk/types';
import type { Knex } from 'knex';
import { AUDITED_STEPS } from '../auditChain/auditedSteps.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { asDomainError } from '../db/refusal.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { Staff } from '../models/Staff.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { verifyEvidence } from '../verify/verifyEvidence.ts';
import { requireOrigin, type CheckedWithdrawal } from './requireOrigin.ts';

type PayableWithdrawal = CheckedWithdrawal &
  Pick<WithdrawalRequest, 'isIntact' | 'payloadHash' | 'cryptoAmount'> & {
    rateExpiresAt: Date | string | null;
  };

/**
 * Checks that the row is what was requested and what was approved, even if someone bypassed the triggers: its fields
 * give its hash, the same hash is in the audit log (a chain of its own) and in every approval, the amount in crypto is the
 * one that the audit log has, and all of it was written by the desk itself. Refuses with PAYLOAD_CHANGED.
 */
export async function checkPayload(trx: Knex, withdrawal: PayableWithdrawal): Promise<void> {
  if (!withdrawal.isIntact) throw payloadChanged('its fields do not give its hash');
  const [request, approvals, audited] = [
    await AuditEntry.query(trx)
      .where({ subjectKind: 'withdrawal', subjectId: withdrawal.id, action: 'withdrawals.create' })
      .orderBy(['createdAt', 'id'])
      .first(),
    await WithdrawalApproval.query(trx).where({ withdrawalRequestId: withdrawal.id }),
    await approversInAuditLog(trx, withdrawal.id),
  ];
  if (request === undefined) throw payloadChanged('the audit log has no request for it');
  const requested = (request.after as { payloadHash?: string } | null)?.payloadHash;
  // Requests from before the audit log recorded the hash have only their own.
  if (requested !== undefined && requested !== withdrawal.payloadHash)
    throw payloadChanged('the audit log has another hash for the request');
  if (approvals.some(({ payloadHash }) => payloadHash !== withdrawal.payloadHash))
    throw payloadChanged('an approval was given for another hash');
  for (const approval of approvals) {
    if (!audited.has(approval.staffId))
      throw payloadChanged('an approval has no entry of a member of staff in the audit log');
    if (await isForged(trx, approval)) throw payloadChanged('the second factor of an approval is forged');
  }
  await requireOrigin(trx, withdrawal);
  await requireFixedAmount(trx, withdrawal);
}

/**
 * The amount to send and how long it is valid may change until it is sent: each change is in the audit log, whose
 * entries `requireOrigin` has checked.
 */
async function requireFixedAmount(trx: Knex, withdrawal: PayableWithdrawal): Promise<void> {
  const last = await AuditEntry.query(trx)
    .select('after')
    .where({ subjectKind: 'withdrawal', subjectId: withdrawal.id })
    .whereIn('action', AUDITED_STEPS)
    .whereRaw(`after -> 'cryptoAmount' is not null`)
    .orderByRaw('recorded_at desc nulls last, created_at desc, id desc')
    .first();
  const fixed = (last?.after ?? {}) as { cryptoAmount?: string | null; rateExpiresAt?: string | null };
  const { cryptoAmount, rateExpiresAt } = withdrawal;
  if (
    amountText(fixed.cryptoAmount) !== amountText(cryptoAmount) ||
    timeOf(fixed.rateExpiresAt) !== timeOf(rateExpiresAt)
  )
    throw payloadChanged('its amount in crypto is not the one that the audit log has');
}

const amountText = (amount: string | null | undefined) => (amount == null ? null : trimAmount(amount));
const timeOf = (time: Date | string | null | undefined) => (time == null ? null : new Date(time).getTime());

/** The members of staff, who exist, that the audit log has as approvers of this withdrawal. */
async function approversInAuditLog(trx: Knex, withdrawalId: string): Promise<Set<string | null>> {
  const entries = await AuditEntry.query(trx)
    .select('actorId')
    .where({
      subjectKind: 'withdrawal',
      subjectId: withdrawalId,
      action: 'withdrawals.approve',
      actorKind: 'staff',
    })
    .whereExists(Staff.query(trx).whereRaw('staff.id::text = audit_log.actor_id'));
  return new Set(entries.map(({ actorId }) => actorId));
}

/** A signature is checked again each time that the approval is counted. */
async function isForged(
  trx: Knex,
  { staffId, stepUp, stepUpKind, payloadHash }: WithdrawalApproval,
): Promise<boolean> {
  if (stepUp === null) return stepUpKind !== 'none';
  if (stepUp.staffId !== staffId || stepUp.kind !== stepUpKind) return true;
  return (await verifyEvidence(trx, stepUp, payloadHash)) === 'forged';
}

const payloadChanged = (why: string) =>
  new DomainError(
    'PAYLOAD_CHANGED',
    `This withdrawal was changed in the database, outside the desk: ${why}. Reject it and find out who did it.`,
  );

/**
 * Runs the work. When it finds a tampered row, the alert goes to the log and the audit log, after the rollback.
 */
export async function withTamperAlert<Result>(
  ctx: AppContext,
  { actor, withdrawalId }: { actor: Actor; withdrawalId: string },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const refusal = asDomainError(error);
    if (refusal instanceof DomainError && refusal.reason === 'PAYLOAD_CHANGED') {
      ctx.log.error(
        { withdrawalId, actor: actor.id, alarm: 'PAYLOAD_CHANGED' },
        'a withdrawal is not what was requested: someone wrote to the database',
      );
      await recordAudit(ctx.knex, {
        action: 'withdrawals.payloadChanged',
        actor,
        subjectKind: 'withdrawal',
        subjectId: withdrawalId,
        note: refusal.message,
        at: ctx.clock.now(),
      });
    }
    throw error;
  }
}
