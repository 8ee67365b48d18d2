import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../audit/recordAudit.ts';
import { replaceRecoveryCodes } from '../auth/replaceRecoveryCodes.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { Desk } from '../desk/desk.ts';
import { proveSelf } from './proveSelf.ts';

/**
 * New recovery codes in place of all old ones; to be shown once.
 * @throws DomainError `NOT_FOUND` (no authenticator app, so nothing to recover), and as `proveStepUp`
 */
export async function newRecoveryCodes(
  desk: Desk,
  actor: Actor,
  staffId: string,
  { proof }: { proof: StepUpProof | undefined },
): Promise<string[]> {
  const evidence = await proveSelf(desk, { staffId, deed: 'newRecoveryCodes', proof });
  const key = (await desk.auth.$context).secretConfig;
  return await transact(desk.knex, async (trx) => {
    const codes = await replaceRecoveryCodes(trx, { staffId, key });
    if (codes === null)
      throw new DomainError('NOT_FOUND', 'recovery codes come with an authenticator app: set one up first');
    await recordAudit(trx, {
      action: 'security.newRecoveryCodes',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      after: { count: codes.length, provedBy: evidence.kind },
      at: desk.clock.now(),
    });
    return codes;
  });
}
