import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import type { Knex } from 'knex';
import { spendTotpCode } from './spendTotpCode.ts';

/** What of better-auth is open; everything else (sign-up, profile, social accounts, password mails) answers 404. */
const OPEN_ENDPOINTS: ReadonlySet<string> = new Set([
  '/sign-in/email', '/sign-out', '/get-session', '/revoke-other-sessions', '/change-password', '/two-factor/enable', '/two-factor/disable',
  '/two-factor/verify-totp', '/two-factor/verify-backup-code', '/two-factor/generate-backup-codes', '/ok', '/error',
]);

type EndpointContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/**
 * Runs before every endpoint of better-auth: closes what the desk does not use, lets a TOTP code pass once, and sets
 * the options that a caller shall not choose.
 */
export function guardEndpoints(knex: Knex) {
  return createAuthMiddleware(async (ctx) => {
    if (!OPEN_ENDPOINTS.has(ctx.path)) throw new APIError('NOT_FOUND');
    switch (ctx.path) {
      case '/two-factor/verify-totp':
        return { context: { body: { ...untrustedDevice, ...(await spentCodeAsWrongCode(knex, ctx)) } } };
      case '/two-factor/verify-backup-code':
        return { context: { body: untrustedDevice } };
      case '/change-password':
        return { context: { body: { revokeOtherSessions: true } } };
      default:
        return;
    }
  });
}

/** No device may skip the second factor: this is money. */
const untrustedDevice = { trustDevice: false };

/** A spent code becomes one that no secret yields: better-auth then answers and counts it like any wrong code. */
async function spentCodeAsWrongCode(knex: Knex, ctx: EndpointContext): Promise<{ code?: string }> {
  const code: unknown = ctx.body?.code;
  if (typeof code !== 'string') return {};
  const staffId = await staffWhoVerifies(ctx);
  const fresh = staffId !== null && (await spendTotpCode(knex, { staffId, code, key: ctx.context.secretConfig, at: new Date() }));
  return fresh ? {} : { code: 'spent' };
}

/** Whoever is signed in already, or else has given the right password and is now asked for a code. */
async function staffWhoVerifies(ctx: EndpointContext): Promise<string | null> {
  const session = await getSessionFromCtx(ctx, { disableRefresh: true });
  if (session) return session.user.id;
  const challenge = await ctx.getSignedCookie(ctx.context.createAuthCookie('two_factor').name, ctx.context.secret);
  const found = challenge ? await ctx.context.internalAdapter.findVerificationValue(challenge) : null;
  return found?.value ?? null;
}
