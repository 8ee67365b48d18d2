import type { StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';

/**
 * Disables a passkey. Its row stays, so that its signatures can still be checked. The second factor may be the
 * passkey itself.
 * @throws DomainError `NOT_FOUND`, and those of `verifyAction`
 */
export async function removePasskey(
  ctx: AppContext,
  actor: Actor,
  staffId: string,
  { id, proof }: { id: string; proof: StepUpProof | undefined },
): Promise<void> {
  await findOwnPasskey(ctx.knex, staffId, id);
  const evidence = await verifyAction(ctx, {
    staffId,
    action: { kind: 'removePasskey', id },
    proof,
    demand: 'ifEnrolled',
    sessionId: actor.sessionId,
  });
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
      after: { verifiedBy: evidence.kind },
      at: now,
    });
  });
}

/** A passkey of this person that was not removed, locked inside a transaction. Refuses with NOT_FOUND. */
export async function findOwnPasskey(db: Knex, staffId: string, id: string): Promise<StaffPasskey> {
  const passkey = await StaffPasskey.query(db).findOne({ id, staffId }).whereNull('removedAt').forUpdate();
  if (passkey === undefined) throw new DomainError('NOT_FOUND', 'you have no such passkey');
  return passkey;
}
