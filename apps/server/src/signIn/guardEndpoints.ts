import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { callerNetwork } from '../base/networkAddress.ts';
import { CLIENT_ADDRESS_HEADER } from './clientAddressHeader.ts';
import { limitAttempts, retryAfterSecondsOf, type AttemptLimit } from '../auth/limitAttempts.ts';
import { limitSignIn } from './limitSignIn.ts';
import { verifyEnrolment } from './verifyEnrolment.ts';
import { requireStrongPassword } from '../auth/requireStrongPassword.ts';
import { spendTotpCode } from '../auth/spendTotpCode.ts';

/**
 * What of better-auth is open; everything else (sign-up, profile, social accounts, password mails) answers
 * 404. Turning a second factor off and new recovery codes are verbs of the desk's own (router `security`):
 * here the password alone would do.
 */
const OPEN_ENDPOINTS: ReadonlySet<string> = new Set([
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/revoke-other-sessions',
  '/change-password',
  '/two-factor/enable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/ok',
  '/error',
]);

type EndpointContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/**
 * Runs before every endpoint of better-auth: closes what the desk does not use, counts attempts, lets a TOTP
 * code pass once, and sets the options that a caller shall not choose.
 */
export function guardEndpoints(knex: Knex, publicUrl: string) {
  return createAuthMiddleware(async (ctx) => {
    if (!OPEN_ENDPOINTS.has(ctx.path)) throw new APIError('NOT_FOUND');
    await limit(knex, ctx);
    switch (ctx.path) {
      case '/two-factor/verify-totp':
        return { context: { body: { ...untrustedDevice, ...(await spentCodeAsWrongCode(knex, ctx)) } } };
      case '/two-factor/verify-backup-code':
        return { context: { body: untrustedDevice } };
      case '/two-factor/enable':
        await verifyEnrolment(knex, publicUrl, ctx);
        return;
      case '/change-password':
        await refuseWeakPassword(ctx);
        return { context: { body: { revokeOtherSessions: true } } };
      default:
        return;
    }
  });
}

/** Wrong passwords of somebody who is signed in, or sits before a browser that is. */
const CONFIRMATIONS: readonly AttemptLimit[] = [
  { max: 10, windowSeconds: 60 },
  { max: 30, windowSeconds: 900 },
];
const CONFIRMED_BY_PASSWORD: ReadonlySet<string> = new Set(['/change-password', '/two-factor/enable']);

/**
 * Counts what can be guessed before it is looked at. Codes of the second factor have a lock of their own
 * (better-auth's `accountLockout`).
 */
async function limit(knex: Knex, ctx: EndpointContext): Promise<void> {
  const address = ctx.headers?.get(CLIENT_ADDRESS_HEADER) ?? null;
  try {
    const email: unknown = ctx.body?.email;
    if (ctx.path === '/sign-in/email' && typeof email === 'string')
      await limitSignIn(knex, { email, address });
    if (CONFIRMED_BY_PASSWORD.has(ctx.path)) {
      const session = await getSessionFromCtx(ctx, { disableRefresh: true });
      await limitAttempts(
        knex,
        'confirm-password',
        session?.user.id ?? callerNetwork(address),
        CONFIRMATIONS,
      );
    }
  } catch (error) {
    const seconds = retryAfterSecondsOf(error);
    if (seconds === null) throw error;
    throw new APIError(
      'TOO_MANY_REQUESTS',
      { code: 'RATE_LIMITED', message: 'Too many attempts. Please wait.' },
      { 'retry-after': String(seconds) },
    );
  }
}

async function refuseWeakPassword(ctx: EndpointContext): Promise<void> {
  const password: unknown = ctx.body?.newPassword;
  if (typeof password !== 'string') return;
  const session = await getSessionFromCtx(ctx, { disableRefresh: true });
  try {
    requireStrongPassword(password, session ? [session.user.email, session.user.name] : []);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new APIError('BAD_REQUEST', { code: 'PASSWORD_TOO_COMMON', message: error.message });
  }
}

/** No device may skip the second factor: this is money. */
const untrustedDevice = { trustDevice: false };

/**
 * A spent code becomes one that no secret yields: better-auth then answers and counts it like any wrong code.
 */
async function spentCodeAsWrongCode(knex: Knex, ctx: EndpointContext): Promise<{ code?: string }> {
  const code: unknown = ctx.body?.code;
  if (typeof code !== 'string') return {};
  const staffId = await staffWhoVerifies(ctx);
  const fresh =
    staffId !== null &&
    (await spendTotpCode(knex, { staffId, code, key: ctx.context.secretConfig, at: new Date() }));
  return fresh ? {} : { code: 'spent' };
}

/** Whoever is signed in already, or else has given the right password and is now asked for a code. */
async function staffWhoVerifies(ctx: EndpointContext): Promise<string | null> {
  const session = await getSessionFromCtx(ctx, { disableRefresh: true });
  if (session) return session.user.id;
  const challenge = await ctx.getSignedCookie(
    ctx.context.createAuthCookie('two_factor').name,
    ctx.context.secret,
  );
  const found = challenge ? await ctx.context.internalAdapter.findVerificationValue(challenge) : null;
  return found?.value ?? null;
}
