import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { callerNetwork } from '../base/networkAddress.ts';
import { limitAttempts, retryAfterSecondsOf, type AttemptLimit } from '../auth/limitAttempts.ts';
import { clientAddressOf, limitSignIn } from './limitSignIn.ts';
import { type EndpointContext, verifyEnrolment } from './verifyEnrolment.ts';
import { requireStrongPassword } from '../auth/requireStrongPassword.ts';
import { consumeTotpCode } from '../auth/oneTimeCodes.ts';
import type { AlarmLog } from '../auth/reportForeignRow.ts';

/**
 * The endpoints of better-auth that are available; all others (sign-up, profile, social accounts, password
 * mails) answer 404. Removing a second factor and creating recovery codes are commands of the router
 * `security`, because better-auth requires only the password for them.
 */
const OPEN_ENDPOINTS: ReadonlySet<string> = new Set([
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/change-password',
  '/two-factor/enable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/ok',
  '/error',
]);

export interface GuardSettings {
  knex: Knex;
  publicUrl: string;
  log?: AlarmLog | undefined;
}

/**
 * Runs before every endpoint of better-auth: disables what the desk does not use, limits attempts, accepts a
 * TOTP code only once, and sets the options that callers may not choose.
 */
export function guardEndpoints(settings: GuardSettings) {
  const { knex } = settings;
  return createAuthMiddleware(async (ctx) => {
    if (!OPEN_ENDPOINTS.has(ctx.path)) throw new APIError('NOT_FOUND');
    await limitGuessing(knex, ctx);
    switch (ctx.path) {
      case '/two-factor/verify-totp':
        return { context: { body: { ...untrustedDevice, ...(await usedCodeAsWrongCode(settings, ctx)) } } };
      case '/two-factor/verify-backup-code':
        return { context: { body: untrustedDevice } };
      case '/two-factor/enable':
        await verifyEnrolment(settings, ctx);
        return;
      case '/change-password':
        await refuseWeakPassword(ctx);
        return { context: { body: { revokeOtherSessions: true } } };
      default:
        return;
    }
  });
}

/**
 * Attempts to confirm the password in one session, which someone else may be using, and in all sessions of a person: a
 * thief with one or two of them does not keep the owner from changing the password.
 */
const CONFIRMATION_LIMITS: readonly AttemptLimit[] = [
  { max: 10, windowSeconds: 60 },
  { max: 20, windowSeconds: 900 },
];
const CONFIRMATIONS_OF_PERSON: AttemptLimit = { max: 60, windowSeconds: 900 };
const CONFIRMED_BY_PASSWORD: ReadonlySet<string> = new Set(['/change-password', '/two-factor/enable']);

/**
 * Counts attempts to guess a password before the password is checked. Codes of the second factor have their own
 * lock (better-auth's `accountLockout`).
 */
async function limitGuessing(knex: Knex, ctx: EndpointContext): Promise<void> {
  const address = clientAddressOf(ctx.headers);
  try {
    const email: unknown = ctx.body?.email;
    if (ctx.path === '/sign-in/email' && typeof email === 'string')
      await limitSignIn(knex, { email, address });
    if (CONFIRMED_BY_PASSWORD.has(ctx.path)) {
      const session = await getSessionFromCtx(ctx, { disableRefresh: true });
      const source = session?.session.id ?? callerNetwork(address);
      await limitAttempts(knex, 'confirm-password', source, CONFIRMATION_LIMITS);
      if (session) await limitAttempts(knex, 'confirm-password-of', session.user.id, CONFIRMATIONS_OF_PERSON);
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

/** Every sign-in needs the second factor: no device is trusted. */
const untrustedDevice = { trustDevice: false };

/** Replaces a used code by one that is never valid: better-auth then answers and counts it as a wrong code. */
async function usedCodeAsWrongCode(
  { knex, log }: GuardSettings,
  ctx: EndpointContext,
): Promise<{ code?: string }> {
  const code: unknown = ctx.body?.code;
  if (typeof code !== 'string') return {};
  const staffId = await staffWhoVerifies(ctx);
  if (staffId === null) return { code: 'used' };
  const key = ctx.context.secretConfig;
  const outcome = await consumeTotpCode(knex, { staffId, code, key, at: new Date(), log });
  return outcome === 'used' ? { code: 'used' } : {};
}

/** The person who is signed in, or has given the correct password and is now asked for a code. */
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
