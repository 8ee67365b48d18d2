import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { replaceRecoveryCodes } from '../auth/replaceRecoveryCodes.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { verifyOwnStepUp } from './verifyOwnStepUp.ts';

/**
 * New recovery codes in place of all old ones; to be shown once.
 * @throws DomainError `NOT_FOUND` (no authenticator app, so nothing to recover), and as `proveStepUp`
 */
export async function newRecoveryCodes(
  ctx: AppContext,
  actor: Actor,
  staffId: string,
  { proof }: { proof: StepUpProof | undefined },
): Promise<string[]> {
  const evidence = await verifyOwnStepUp(ctx, { staffId, deed: 'newRecoveryCodes', proof });
  const key = (await ctx.auth.$context).secretConfig;
  return await transact(ctx.knex, async (trx) => {
    const codes = await replaceRecoveryCodes(trx, { staffId, key });
    if (codes === null)
      throw new DomainError('NOT_FOUND', 'recovery codes come with an authenticator app: set one up first');
    await recordAudit(trx, {
      action: 'security.newRecoveryCodes',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      after: { count: codes.length, provedBy: evidence.kind },
      at: ctx.clock.now(),
    });
    return codes;
  });
}
