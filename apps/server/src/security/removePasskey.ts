import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { findOwnPasskey } from './findOwnPasskey.ts';
import { verifyOwnStepUp } from './verifyOwnStepUp.ts';

/**
 * From now on the passkey opens nothing. Its row stays, so that what it has signed can still be checked. Its
 * own signature is proof enough.
 * @throws DomainError `NOT_FOUND`, and as `proveStepUp`
 */
export async function removePasskey(
  ctx: AppContext,
  actor: Actor,
  staffId: string,
  { id, proof }: { id: string; proof: StepUpProof | undefined },
): Promise<void> {
  await findOwnPasskey(ctx.knex, staffId, id);
  const evidence = await verifyOwnStepUp(ctx, { staffId, deed: 'removePasskey', subject: id, proof });
  await transact(ctx.knex, async (trx) => {
    const now = ctx.clock.now();
    const passkey = await findOwnPasskey(trx, staffId, id);
    await passkey.$query(trx).patch({ removedAt: now });
    await recordAudit(trx, {
      action: 'security.removePasskey',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      before: { passkeyId: id, name: passkey.name },
      after: { provedBy: evidence.kind },
      at: now,
    });
  });
}
