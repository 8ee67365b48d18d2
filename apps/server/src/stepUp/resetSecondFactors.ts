import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockStaff } from '../auth/staffAccounts.ts';
import type { Staff } from '../models/Staff.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';

/**
 * Removes all second factors of a person who has lost them, and ends their sessions; the next sign-in needs
 * the password only. Available only on the command line: an admin who could do this to a colleague and reset
 * their password could approve in their name.
 * @throws DomainError `NOT_FOUND`
 */
export async function resetSecondFactors(
  trx: Knex.Transaction,
  { staffId, actor, at }: { staffId: string; actor: Actor; at: Date },
): Promise<{ staff: Staff; passkeys: number; hadTotp: boolean }> {
  const staff = await lockStaff(trx, staffId);
  const passkeys = await StaffPasskey.query(trx)
    .where({ staffId })
    .whereNull('removedAt')
    .patch({ removedAt: at });
  const hadTotp = (await trx('staff_two_factors').where({ staff_id: staffId }).delete()) > 0;
  await trx('staff').where({ id: staffId }).update({ two_factor_enabled: false });
  await trx('staff_step_ups')
    .where({ staff_id: staffId })
    .update({ failures: 0, lockouts: 0, locked_until: null, day_failures: 0, day_started_at: null });
  await trx('staff_sessions').where({ staff_id: staffId }).delete();
  await recordAudit(trx, {
    action: 'security.reset',
    actor,
    subjectKind: 'staff',
    subjectId: staffId,
    before: { passkeys, authenticatorApp: hadTotp },
    at,
  });
  return { staff, passkeys, hadTotp };
}
