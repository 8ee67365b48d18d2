import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@paydesk/types';
import { betterAuth } from 'better-auth';
import { APIError, isAPIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { postgresErrorOf } from '../db/refusal.ts';
import { CLIENT_ADDRESS_HEADER } from './clientAddressHeader.ts';
import { guardEndpoints } from './guardEndpoints.ts';
import { knexAsPgPool } from './knexAsPgPool.ts';
import { noteSignIn } from './noteSignIn.ts';
import { fastPasswordHasher, passwordHasher } from '../auth/passwordHasher.ts';
import {
  accountTable,
  rateLimitTable,
  sessionTable,
  staffTable,
  twoFactorTables,
  verificationTable,
} from './tableNames.ts';
import { TOTP_DIGITS, TOTP_PERIOD_SECONDS } from '../base/totp.ts';

/**
 * How long a session lasts without use, in seconds: a working day. However much it is used, it ends 24 hours
 * after the sign-in (trigger staff_sessions_cap).
 */
export const SESSION_SECONDS = 12 * 3600;
/** A session in use is prolonged at most this often, in seconds. */
const SESSION_REFRESH_SECONDS = 15 * 60;

/** As much of a pino logger as is needed here. */
export type AuthLog = Record<'debug' | 'info' | 'warn' | 'error', (facts: object, message: string) => void>;

export interface AuthSettings {
  knex: Knex;
  /** Signs cookies and encrypts TOTP secrets; at least 32 characters, the same on every server. */
  secret: string;
  /** The desk's own address; cookies are `Secure` when it is https. */
  publicUrl: string;
  /** Further origins whose pages may call, such as a development server. */
  trustedOrigins?: string[];
  log?: AuthLog;
  /** For tests alone: passwords are hashed at almost no cost. */
  fastHashing?: boolean;
}

export type Auth = ReturnType<typeof createAuth>;

/**
 * Sign-in of staff: e-mail and password, TOTP as second factor, session cookie. Serves `/api/auth/*` by its
 * `handler`. The database must be migrated: better-auth compares its tables with ours and refuses requests
 * when they differ.
 */
export function createAuth(settings: AuthSettings) {
  const { knex, log } = settings;
  const isHttps = settings.publicUrl.startsWith('https:');
  return betterAuth({
    appName: 'Paydesk',
    baseURL: settings.publicUrl,
    basePath: '/api/auth',
    secret: settings.secret,
    trustedOrigins: [new URL(settings.publicUrl).origin, ...(settings.trustedOrigins ?? [])],
    database: knexAsPgPool(knex),
    telemetry: { enabled: false },
    logger: {
      disabled: !log,
      level: 'warn',
      log: (level, message, ...facts) =>
        log?.[level]({ source: 'auth', error: facts.find((fact) => fact instanceof Error) }, message),
    },
    onAPIError: { onError: (error) => answerFailure(error, log) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      password: settings.fastHashing ? fastPasswordHasher : passwordHasher,
    },
    user: {
      ...staffTable,
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        deactivatedAt: { type: 'date', required: false, input: false, fieldName: 'deactivated_at' },
      },
    },
    session: { ...sessionTable, expiresIn: SESSION_SECONDS, updateAge: SESSION_REFRESH_SECONDS },
    account: accountTable,
    verification: verificationTable,
    rateLimit: {
      enabled: true,
      storage: 'database',
      ...rateLimitTable,
      window: 60,
      max: 120,
      // Passwords are counted by guardEndpoints, by account and address.
      customRules: { '/sign-in/email': false, '/two-factor/*': { window: 60, max: 10 } },
    },
    plugins: [
      twoFactor({
        issuer: 'Paydesk',
        schema: twoFactorTables,
        totpOptions: { digits: TOTP_DIGITS, period: TOTP_PERIOD_SECONDS },
      }),
    ],
    hooks: { before: guardEndpoints(knex, settings.publicUrl), after: noteSignIn(knex) },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            await requireActive(knex, session.userId);
            // better-auth gives a session that shall not be remembered a whole day, more than one that shall.
            return {
              data: {
                ...session,
                expiresAt: soonest(session.expiresAt, new Date(Date.now() + SESSION_SECONDS * 1000)),
              },
            };
          },
        },
      },
    },
    advanced: {
      // With https, a browser takes a cookie of this prefix from this very host alone, so that no
      // neighbouring host can plant one. better-auth would give it its own, weaker prefix, and is told to
      // give none.
      cookiePrefix: isHttps ? '__Host-paydesk' : 'paydesk',
      useSecureCookies: false,
      // Strict: the pages need no cookie, and what they ask for afterwards they ask for themselves.
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/' },
      // Said aloud, because better-auth would leave the check out in tests.
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { generateId: () => newId(), joins: true },
    },
  });
}

async function requireActive(knex: Knex, staffId: string): Promise<void> {
  const active = await knex('staff')
    .where({ id: staffId })
    .whereNull('deactivated_at')
    .first<{ id: string } | undefined>('id');
  if (!active) throw refused();
}

/** The same answer as for a wrong password: nobody learns which accounts are closed. */
function refused(): APIError {
  return new APIError('UNAUTHORIZED', {
    code: 'INVALID_EMAIL_OR_PASSWORD',
    message: 'Invalid email or password',
  });
}

/** Without this better-auth would write what went wrong to the console, past the log. */
function answerFailure(error: unknown, log: AuthLog | undefined): void {
  if (isAPIError(error)) return;
  // The account was closed in the very moment of the sign-in: see the trigger of staff_sessions.
  if (postgresErrorOf(error)?.constraint === 'PERMISSION_DENIED') throw refused();
  log?.error({ source: 'auth', error }, 'sign-in failed for a reason of our own');
  throw new APIError('INTERNAL_SERVER_ERROR', { message: 'Something went wrong on our side' });
}

function soonest(a: Date, b: Date): Date {
  return a < b ? a : b;
}
