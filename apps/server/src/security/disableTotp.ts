import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { verifyPassword } from '../stepUp/verifyPassword.ts';
import { verifyOwnStepUp } from './verifyOwnStepUp.ts';

/**
 * Takes the authenticator app and its recovery codes away. better-auth would do it for the password alone;
 * then whoever has session and password could put an app of their own in its place.
 * @throws DomainError `NOT_FOUND`, `PASSWORD_WRONG`, and as `proveStepUp`
 */
export async function disableTotp(
  ctx: AppContext,
  actor: Actor,
  staffId: string,
  { password, proof }: { password: string; proof: StepUpProof | undefined },
): Promise<void> {
  await verifyPassword(ctx, { staffId, password });
  const evidence = await verifyOwnStepUp(ctx, { staffId, deed: 'disableTotp', proof });
  await transact(ctx.knex, async (trx) => {
    const removed = await trx('staff_two_factors').where({ staff_id: staffId, verified: true }).delete();
    if (removed === 0) throw new DomainError('NOT_FOUND', 'no authenticator app is set up');
    await trx('staff').where({ id: staffId }).update({ two_factor_enabled: false });
    await recordAudit(trx, {
      action: 'security.disableTotp',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      after: { provedBy: evidence.kind },
      at: ctx.clock.now(),
    });
  });
}
