import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { verifyPassword } from '../stepUp/verifyPassword.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';

/**
 * Removes the authenticator app and its recovery codes. better-auth would require only the password; then
 * someone with a stolen session and password could replace the app with their own.
 * @throws DomainError `NOT_FOUND`, `PASSWORD_WRONG`, and those of `verifyAction`
 */
export async function disableTotp(
  ctx: AppContext,
  actor: Actor,
  staffId: string,
  { password, proof }: { password: string; proof: StepUpProof | undefined },
): Promise<void> {
  await verifyPassword(ctx, { staffId, sessionId: actor.sessionId, password });
  const evidence = await verifyAction(ctx, {
    staffId,
    action: { kind: 'disableTotp' },
    proof,
    demand: 'ifEnrolled',
    sessionId: actor.sessionId,
  });
  await transact(ctx.knex, async (trx) => {
    const removed = await trx('staff_two_factors').where({ staff_id: staffId, verified: true }).delete();
    if (removed === 0) throw new DomainError('NOT_FOUND', 'no authenticator app is set up');
    await trx('staff').where({ id: staffId }).update({ two_factor_enabled: false });
    await recordAudit(trx, {
      action: 'security.disableTotp',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      after: { verifiedBy: evidence.kind },
      at: ctx.clock.now(),
    });
  });
}
