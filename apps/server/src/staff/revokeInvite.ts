import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { StaffInvite } from '../models/StaffInvite.ts';

/**
 * Revokes an open link. Revoking it again changes nothing. Refuses with NOT_FOUND, INVITE_INVALID (used),
 * PERMISSION_DENIED.
 */
export async function revokeInvite(ctx: AppContext, actor: Actor, id: string): Promise<StaffInvite> {
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const at = ctx.clock.now();
    const invite = await StaffInvite.query(trx).findById(id).forUpdate();
    if (invite === undefined) throw new DomainError('NOT_FOUND', 'no such invitation');
    if (invite.usedAt !== null)
      throw new DomainError('INVITE_INVALID', 'This link was used and cannot be revoked');
    if (invite.revokedAt !== null) return invite;
    await recordAudit(trx, {
      action: 'staff.revokeInvite',
      actor,
      subjectKind: 'invite',
      subjectId: id,
      after: { email: invite.email },
      at,
    });
    return await invite.$query(trx).patchAndFetch({ revokedAt: at });
  });
}
