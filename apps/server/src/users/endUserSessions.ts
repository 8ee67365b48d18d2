import { recordAudit } from '../auditChain/recordAudit.ts';
import { revokeUserTokens } from '../auth/userTokens.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { User } from '../models/User.ts';

/**
 * Revokes all tokens of a user, here with the next request and on other servers within a second: the user has to sign in to the app again. A token that
 * an app creates at the same moment may stay valid: freeze the user first to prevent that. Refuses with
 * NOT_FOUND.
 *
 * @returns how many tokens were valid
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
