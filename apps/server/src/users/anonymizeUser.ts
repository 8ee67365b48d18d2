import { HOLDING_WITHDRAWAL_STATUSES } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { revokeUserTokens } from '../auth/userTokens.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { User } from '../models/User.ts';
import { UserBalance } from '../models/UserBalance.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { redactNotesOfUser } from '../notes/redactNotesOfUser.ts';

/**
 * Removes a user's name, e-mail address and external id permanently, and what was written about them
 * (`redactNotesOfUser`), and revokes its tokens; its ledger rows stay. Not while a withdrawal is open. Refuses with NOT_FOUND, USER_HAS_OPEN_MONEY.
 */
export async function anonymizeUser(ctx: AppContext, actor: Actor, userId: string): Promise<User> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    // A withdrawal request locks the balance first: a concurrent one is either found below or refused.
    await UserBalance.query(trx).findById(userId).forUpdate();
    const user = await User.query(trx).findById(userId).forUpdate();
    if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
    if (user.anonymizedAt !== null) return user;
    const open = await WithdrawalRequest.query(trx)
      .where({ userId })
      .whereIn('status', [...HOLDING_WITHDRAWAL_STATUSES])
      .resultSize();
    if (open > 0)
      throw new DomainError('USER_HAS_OPEN_MONEY', 'this user has an open withdrawal: close it first');
    await user.$query(trx).patch({
      externalId: `anonymized-${userId}`,
      username: 'Anonymised user',
      email: null,
      anonymizedAt: at,
      ...(user.frozenAt !== null && { frozenNote: 'Removed when the user was anonymised.' }),
    });
    await revokeUserTokens(trx, { userId });
    await redactNotesOfUser(trx, userId, at);
    await recordAudit(trx, { action: 'users.anonymize', actor, subjectKind: 'user', subjectId: userId, at });
    return await user.$query(trx);
  });
}
