import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { User } from '../models/User.ts';
import { hashFields, type PersonalField } from './hashFields.ts';

export interface UpsertUserInput {
  externalId: string;
  username: string;
  /** Unchanged if not given; null removes it. */
  email?: string | null | undefined;
}

/**
 * Creates the user with this external id, or updates its name and e-mail address. Two concurrent calls create one
 * user.
 * Refuses with USER_ANONYMIZED.
 */
export async function upsertUser(ctx: AppContext, actor: Actor, input: UpsertUserInput): Promise<User> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const id = newId(at);
    const inserted = await trx('users')
      .insert({
        id,
        external_id: input.externalId,
        username: input.username,
        email: input.email ?? null,
        created_at: at,
        updated_at: at,
      })
      .onConflict('external_id')
      .ignore()
      .returning('id');
    if (inserted.length > 0) {
      await recordAudit(trx, { action: 'users.create', actor, subjectKind: 'user', subjectId: id, at });
      return await User.query(trx).findById(id).throwIfNotFound();
    }
    const user = await User.query(trx)
      .findOne({ externalId: input.externalId })
      .forUpdate()
      .throwIfNotFound();
    if (user.anonymizedAt !== null) throw new DomainError('USER_ANONYMIZED', 'this user was anonymised');
    const email = input.email === undefined ? user.email : input.email;
    if (user.username === input.username && user.email === email) return user;
    // The audit log is permanent, and personal data must be removable: only a hash of what was there.
    const changed: PersonalField[] = [
      ...(user.username === input.username ? [] : (['username'] as const)),
      ...(user.email === email ? [] : (['email'] as const)),
    ];
    const before = hashFields(ctx.settings.secret, user, changed);
    await user.$query(trx).patch({ username: input.username, email });
    await recordAudit(trx, {
      action: 'users.update',
      actor,
      subjectKind: 'user',
      subjectId: user.id,
      before,
      after: { changed },
      at,
    });
    return await user.$query(trx);
  });
}
