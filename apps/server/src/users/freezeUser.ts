import type { Actor } from '../base/actor.ts';
import { requireOtherPerson, staffIdOf } from '../auth/requireOtherPerson.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { User } from '../models/User.ts';
import { UserBalance } from '../models/UserBalance.ts';
import { recordWithNote } from '../notes/recordWithNote.ts';

/**
 * Freezes a user (no charges, no withdrawals; deposits are still credited) or unfreezes it. If the user
 * already has this state, nothing changes. Refuses with NOT_FOUND, SAME_PERSON (`requireOtherPerson`).
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
    // Charges and withdrawals lock the balance first: this waits for running ones and blocks later ones.
    await UserBalance.query(trx).findById(userId).forUpdate();
    const user = await User.query(trx).findById(userId).forUpdate();
    if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
    if ((user.frozenAt !== null) === frozen) return user;
    if (!frozen)
      await requireOtherPerson(trx, ctx, actor, {
        stoppedById: user.frozenById,
        permission: 'users.freeze',
        what: 'froze this user',
      });
    await user
      .$query(trx)
      .patch(
        frozen
          ? { frozenAt: at, frozenNote: note, frozenById: staffIdOf(actor) }
          : { frozenAt: null, frozenNote: null, frozenById: null },
      );
    await recordWithNote(trx, {
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
