import { recordAudit } from '../auditChain/recordAudit.ts';
import { revokeUserTokens } from '../auth/revokeUserTokens.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { User } from '../models/User.ts';

/**
 * Ends every token of a user with the very next request: whoever is signed in in the user's name has to sign
 * in with its app again. A token that an app mints at the same moment may come after it: freeze the user
 * first, if that must not be. Refuses with NOT_FOUND.
 *
 * @returns how many were live
 */
export async function endUserSessions(ctx: AppContext, actor: Actor, userId: string): Promise<number> {
  return await transact(ctx.knex, async (trx) => {
    if ((await User.query(trx).findById(userId)) === undefined)
      throw new DomainError('NOT_FOUND', 'no such user');
    const revoked = await revokeUserTokens(trx, { userId });
    await recordAudit(trx, {
      action: 'users.revokeTokens',
      actor,
      subjectKind: 'user',
      subjectId: userId,
      after: { revoked },
      at: ctx.clock.now(),
    });
    return revoked;
  });
}
