import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { replaceRecoveryCodes } from '../auth/oneTimeCodes.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';

/**
 * Replaces all recovery codes. The new ones cannot be shown again.
 * @throws DomainError `NOT_FOUND` (no authenticator app), and those of `verifyAction`
 */
export async function newRecoveryCodes(
  ctx: AppContext,
  actor: Actor,
  staffId: string,
  { proof }: { proof: StepUpProof | undefined },
): Promise<string[]> {
  const evidence = await verifyAction(ctx, {
    staffId,
    action: { kind: 'newRecoveryCodes' },
    proof,
    demand: 'ifEnrolled',
    sessionId: actor.sessionId,
  });
  const key = (await ctx.auth.$context).secretConfig;
  return await transact(ctx.knex, async (trx) => {
    const codes = await replaceRecoveryCodes(trx, { staffId, key, log: ctx.log });
    if (codes === null)
      throw new DomainError('NOT_FOUND', 'recovery codes need an authenticator app: set one up first');
    await recordAudit(trx, {
      action: 'security.newRecoveryCodes',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      after: { count: codes.length, verifiedBy: evidence.kind },
      at: ctx.clock.now(),
    });
    return codes;
  });
}
