import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';

/**
 * Makes sure that the row is what was requested and what was approved, also when somebody got past the
 * triggers: its fields give its hash, the hash is the one in the audit log (a chain of its own) and in every
 * approval. Refuses with PAYLOAD_CHANGED.
 */
export async function checkPayload(
  trx: Knex,
  withdrawal: Pick<WithdrawalRequest, 'id' | 'isIntact' | 'payloadHash'>,
): Promise<void> {
  if (!withdrawal.isIntact) throw changed('its fields do not give its hash');
  const [request, approvals] = [
    await AuditEntry.query(trx)
      .where({ subjectKind: 'withdrawal', subjectId: withdrawal.id, action: 'withdrawals.create' })
      .orderBy(['createdAt', 'id'])
      .first(),
    await WithdrawalApproval.query(trx).select('payloadHash').where({ withdrawalRequestId: withdrawal.id }),
  ];
  if (request === undefined) throw changed('it was not requested through the desk');
  const requested = (request.after as { payloadHash?: string } | null)?.payloadHash;
  // Requests from before the hash was written down there have only their own.
  if (requested !== undefined && requested !== withdrawal.payloadHash)
    throw changed('the audit log knows another request');
  if (approvals.some(({ payloadHash }) => payloadHash !== withdrawal.payloadHash))
    throw changed('somebody approved something else');
}

const changed = (why: string) =>
  new DomainError(
    'PAYLOAD_CHANGED',
    `This withdrawal was changed behind the desk’s back: ${why}. Reject it and find out who did it.`,
  );
