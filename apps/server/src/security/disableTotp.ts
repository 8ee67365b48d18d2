import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../audit/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { Desk } from '../desk/desk.ts';
import { provePassword } from '../stepUp/provePassword.ts';
import { proveSelf } from './proveSelf.ts';

/**
 * Takes the authenticator app and its recovery codes away. better-auth would do it for the password alone;
 * then whoever has session and password could put an app of their own in its place.
 * @throws DomainError `NOT_FOUND`, `PASSWORD_WRONG`, and as `proveStepUp`
 */
export async function disableTotp(
  desk: Desk,
  actor: Actor,
  staffId: string,
  { password, proof }: { password: string; proof: StepUpProof | undefined },
): Promise<void> {
  await provePassword(desk, { staffId, password });
  const evidence = await proveSelf(desk, { staffId, deed: 'disableTotp', proof });
  await transact(desk.knex, async (trx) => {
    const removed = await trx('staff_two_factors').where({ staff_id: staffId, verified: true }).delete();
    if (removed === 0) throw new DomainError('NOT_FOUND', 'no authenticator app is set up');
    await trx('staff').where({ id: staffId }).update({ two_factor_enabled: false });
    await recordAudit(trx, {
      action: 'security.disableTotp',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      after: { provedBy: evidence.kind },
      at: desk.clock.now(),
    });
  });
}
