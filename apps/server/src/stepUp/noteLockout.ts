import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { Staff } from '../models/Staff.ts';

/** Somebody guesses, or has lost a phone: either way the audit log should tell. */
export async function noteLockout(
  trx: Knex.Transaction,
  staffId: string,
  lockedUntil: Date,
  now: Date,
): Promise<void> {
  const staff = await Staff.query(trx).findById(staffId).throwIfNotFound();
  await recordAudit(trx, {
    action: 'security.lockout',
    actor: { kind: 'staff', id: staffId, name: staff.name },
    subjectKind: 'staff',
    subjectId: staffId,
    after: { lockedUntil: lockedUntil.toISOString() },
    at: now,
  });
}
