import { createAuthMiddleware, isAPIError } from 'better-auth/api';
import type { Knex } from 'knex';
import { clientAddressOf, rememberAddress, resetSignInAttempts } from './limitSignIn.ts';

/** Endpoints that start a session. */
const SESSION_STARTS: ReadonlySet<string> = new Set([
  '/sign-in/email',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
]);

/**
 * Runs after every endpoint of better-auth: a correct password resets the count of wrong ones from this
 * address, a complete sign-in stores its address as known, and the session that the browser had before ends,
 * because someone else may have planted it.
 */
export function afterSignIn(knex: Knex) {
  return createAuthMiddleware(async (ctx) => {
    const started = ctx.context.newSession;
    if (!SESSION_STARTS.has(ctx.path) || !started || isAPIError(ctx.context.returned)) return;
    const address = clientAddressOf(ctx.headers);
    if (ctx.path === '/sign-in/email')
      await resetSignInAttempts(knex, { email: started.user.email, address });
    // With a second factor the sign-in is not complete after the password; better-auth then deletes its session.
    const isComplete = ctx.path !== '/sign-in/email' || started.user['twoFactorEnabled'] !== true;
    if (!isComplete) return;
    await rememberAddress(knex, started.user.id, address);
    const previous = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret);
    if (previous && previous !== started.session.token)
      await knex('staff_sessions').where({ token: previous }).delete();
  });
}
