import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../audit/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { Desk } from '../desk/desk.ts';
import { findOwnPasskey } from './findOwnPasskey.ts';
import { proveSelf } from './proveSelf.ts';

/**
 * From now on the passkey opens nothing. Its row stays, so that what it has signed can still be checked. Its
 * own signature is proof enough.
 * @throws DomainError `NOT_FOUND`, and as `proveStepUp`
 */
export async function removePasskey(
  desk: Desk,
  actor: Actor,
  staffId: string,
  { id, proof }: { id: string; proof: StepUpProof | undefined },
): Promise<void> {
  await findOwnPasskey(desk.knex, staffId, id);
  const evidence = await proveSelf(desk, { staffId, deed: 'removePasskey', subject: id, proof });
  await transact(desk.knex, async (trx) => {
    const now = desk.clock.now();
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
