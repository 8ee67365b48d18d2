import { createAuthMiddleware, isAPIError } from 'better-auth/api';
import type { Knex } from 'knex';
import { CLIENT_ADDRESS_HEADER } from './clientAddressHeader.ts';
import { forgiveSignIn, rememberAddress } from './limitSignIn.ts';

/** Where a session begins. */
const BEGINNINGS: ReadonlySet<string> = new Set([
  '/sign-in/email',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
]);

/**
 * Runs after every endpoint of better-auth: the right password clears the count of wrong ones here, a
 * complete sign-in makes its address known, and the session that the browser brought along ends, whoever
 * planted or left it there.
 */
export function noteSignIn(knex: Knex) {
  return createAuthMiddleware(async (ctx) => {
    const begun = ctx.context.newSession;
    if (!BEGINNINGS.has(ctx.path) || !begun || isAPIError(ctx.context.returned)) return;
    const address = ctx.headers?.get(CLIENT_ADDRESS_HEADER) ?? null;
    if (ctx.path === '/sign-in/email') await forgiveSignIn(knex, { email: begun.user.email, address });
    // With a second factor the password alone is half a sign-in, and its session is taken back right after
    // this.
    const isWhole = ctx.path !== '/sign-in/email' || begun.user['twoFactorEnabled'] !== true;
    if (!isWhole) return;
    await rememberAddress(knex, begun.user.id, address);
    const before = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret);
    if (before && before !== begun.session.token)
      await knex('staff_sessions').where({ token: before }).delete();
  });
}
