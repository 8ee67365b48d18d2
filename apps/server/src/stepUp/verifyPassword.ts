import { reportForeignRow } from '../auth/reportForeignRow.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import { readVerified } from '../origin/checkOrigin.ts';
import { lockAttempts, lockoutError, recordFailure } from './lockout.ts';
import type { StepUpContext } from './stepUpContext.ts';

/**
 * Verifies that the person who uses the session knows the account's password. A wrong password is counted like
 * a wrong second factor, so that a stolen session cannot be used to guess it; a correct one does not reset the
 * count. Never call it inside a transaction.
 * @throws DomainError `PASSWORD_WRONG` (details.attemptsLeft, details.retryAt), `SECOND_FACTOR_LOCKED`
 *   (details.retryAt)
 */
export async function verifyPassword(
  ctx: StepUpContext,
  {
    staffId,
    sessionId = null,
    password,
  }: { staffId: string; sessionId?: string | null | undefined; password: string },
): Promise<void> {
  const now = ctx.clock.now();
  const { verify } = (await ctx.auth.$context).password;
  const refusal = await transact(ctx.knex, async (trx) => {
    const attempts = await lockAttempts(trx, { staffId, sessionId, isEmergency: false }, now);
    const lockout = lockoutError(attempts);
    if (lockout !== null) return lockout;
    const account = await readVerified(
      trx,
      'account',
      { sql: "staff_id = :staffId and provider_id = 'credential'", bindings: { staffId } },
      async (row) => await reportForeignRow(trx, ctx.log, row),
    );
    if (account?.password && (await verify({ hash: account.password, password }))) return null;
    return new DomainError(
      'PASSWORD_WRONG',
      'this is not the password of your account',
      await recordFailure(trx, attempts, now),
    );
  });
  // Thrown outside the transaction, which has committed the failed attempt.
  if (refusal !== null) throw refusal;
}
