import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import { isLocked, lockAttempts, noteFailure } from './lockout.ts';
import { noteLockout } from './noteLockout.ts';
import type { StepUpContext } from './stepUpContext.ts';

/**
 * Makes sure that whoever has the session also knows the account's password. A wrong one counts like a wrong
 * second factor, so that a stolen session cannot guess; a right one forgives nothing. Never call it inside a
 * transaction.
 * @throws DomainError `PASSWORD_WRONG`, `SECOND_FACTOR_LOCKED` (details.retryAt)
 */
export async function verifyPassword(
  ctx: StepUpContext,
  { staffId, password }: { staffId: string; password: string },
): Promise<void> {
  const now = ctx.clock.now();
  const { verify } = (await ctx.auth.$context).password;
  const refusal = await transact(ctx.knex, async (trx) => {
    const tries = await lockAttempts(trx, staffId);
    if (isLocked(tries.lockedUntil, now)) {
      const retryAt = tries.lockedUntil.toISOString();
      return new DomainError('SECOND_FACTOR_LOCKED', `too many wrong tries: try again after ${retryAt}`, {
        retryAt,
      });
    }
    const account = await trx('staff_accounts')
      .where({ staff_id: staffId, provider_id: 'credential' })
      .first<{ password: string | null } | undefined>('password');
    if (account?.password && (await verify({ hash: account.password, password }))) return null;
    const { attemptsLeft, lockedUntil } = await noteFailure(trx, tries, now);
    if (lockedUntil !== null) await noteLockout(trx, staffId, lockedUntil, now);
    return new DomainError('PASSWORD_WRONG', 'this is not the password of your account', {
      attemptsLeft,
      retryAt: lockedUntil?.toISOString() ?? null,
    });
  });
  if (refusal !== null) throw refusal;
}
