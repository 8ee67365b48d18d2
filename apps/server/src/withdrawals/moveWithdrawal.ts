import { withdrawalCan, type Can } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../audit/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { Desk } from '../desk/desk.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';

/** One step of a withdrawal: what it needs, what it writes. */
export interface Step {
  /** The procedure's name, for the audit log; its last word names the rule in `withdrawalCan`. */
  action: `withdrawals.${keyof typeof withdrawalCan}`;
  actor: Actor;
  note?: string | undefined;
  /** Changes the locked row; in one database transaction with the audit row. */
  write(trx: Knex.Transaction, withdrawal: WithdrawalRequest, at: Date): Promise<void>;
}

/**
 * Locks the request, checks that the step is allowed in its state, writes the step and who did it. Of two callers at once the second finds
 * the first one's result. Refuses with NOT_FOUND, ILLEGAL_TRANSITION and what the step itself refuses.
 */
export async function moveWithdrawal(desk: Desk, withdrawalId: string, step: Step): Promise<WithdrawalRequest> {
  const at = desk.clock.now();
  return await transact(desk.knex, async (trx) => {
    const withdrawal = await WithdrawalRequest.query(trx).findById(withdrawalId).forUpdate();
    if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
    const can: Can = withdrawalCan[step.action.slice('withdrawals.'.length) as keyof typeof withdrawalCan](withdrawal);
    if (!can.allowed) throw new DomainError('ILLEGAL_TRANSITION', can.why);
    const before = factsOf(withdrawal);
    await step.write(trx, withdrawal, at);
    const moved = await WithdrawalRequest.query(trx).findById(withdrawalId).throwIfNotFound();
    await recordAudit(trx, {
      action: step.action, actor: step.actor, subjectKind: 'withdrawal', subjectId: withdrawalId, note: step.note, before, after: factsOf(moved), at,
    });
    return moved;
  });
}

const factsOf = (w: WithdrawalRequest) => ({ status: w.status, transactionHash: w.transactionHash, cryptoAmount: w.cryptoAmount, payloadHash: w.payloadHash });
