import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { User } from '../models/User.ts';
import { UserBalance } from '../models/UserBalance.ts';

/**
 * Freezes (no charge, no withdrawal; deposits still credit) or unfreezes a user. Freezing the frozen changes
 * nothing. Refuses with NOT_FOUND.
 */
export async function freezeUser(
  ctx: AppContext,
  actor: Actor,
  userId: string,
  frozen: boolean,
  note: string,
): Promise<User> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    // Charges and withdrawals lock the balance first, so this waits for those under way and stops those after
    // it.
    await UserBalance.query(trx).findById(userId).forUpdate();
    const user = await User.query(trx).findById(userId).forUpdate();
    if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
    if ((user.frozenAt !== null) === frozen) return user;
    await user.$query(trx).patch({ frozenAt: frozen ? at : null, frozenNote: frozen ? note : null });
    await recordAudit(trx, {
      action: frozen ? 'users.freeze' : 'users.unfreeze',
      actor,
      subjectKind: 'user',
      subjectId: userId,
      note,
      before: { isFrozen: !frozen },
      after: { isFrozen: frozen },
      at,
    });
    return await user.$query(trx);
  });
}
