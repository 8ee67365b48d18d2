import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@paydesk/types';
import { betterAuth } from 'better-auth';
import { APIError, isAPIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Knex } from 'knex';
import type { Pool, PoolClient } from 'pg';
import { fastPasswordHasher, passwordHasher } from '../auth/passwordHasher.ts';
import { newId } from '../base/identifiers.ts';
import { TOTP_DIGITS, TOTP_PERIOD_SECONDS } from '../base/totp.ts';
import { databaseAway } from '../db/databaseAway.ts';
import { postgresErrorOf } from '../db/refusal.ts';
import { guardEndpoints } from './guardEndpoints.ts';
import { CLIENT_ADDRESS_HEADER } from './limitSignIn.ts';
import { afterSignIn } from './afterSignIn.ts';
import { verifiedRows } from './verifiedRows.ts';
import {
  accountTable,
  rateLimitTable,
  sessionTable,
  staffTable,
  twoFactorTables,
  verificationTable,
} from './tableNames.ts';

/**
 * Validity of a session without use, in seconds. With use it ends 24 hours after the sign-in (trigger
 * staff_sessions_cap).
 */
export const SESSION_SECONDS = 12 * 3600;
/** A session in use is extended at most this often, in seconds. */
const SESSION_REFRESH_SECONDS = 15 * 60;

/** The part of a pino logger that is used here. */
export type AuthLog = Record<'debug' | 'info' | 'warn' | 'error', (facts: object, message: string) => void>;

export interface AuthSettings {
  knex: Knex;
  /** Signs cookies and encrypts TOTP secrets; at least 32 characters, the same on every server. */
  secret: string;
  /** The desk's own address; cookies are `Secure` when it is https. */
  publicUrl: string;
  /** Other origins whose pages may call, such as a development server. */
  trustedOrigins?: string[];
  log?: AuthLog;
  /** For tests only: passwords are hashed at almost no cost. */
  fastHashing?: boolean;
}

export type Auth = ReturnType<typeof createAuth>;

/**
 * Sign-in of staff: e-mail and password, TOTP as second factor, session cookie. Its `handler` serves
 * `/api/auth/*`. The database must be migrated: better-auth checks its tables and refuses requests when they
 * differ from its schema.
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
    onAPIError: { onError: (error) => handleFailure(error, log) },
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
      // Sign-ins are limited by guardEndpoints, by account and address.
      customRules: { '/sign-in/email': false, '/two-factor/*': { window: 60, max: 10 } },
    },
    plugins: [
      twoFactor({
        issuer: 'Paydesk',
        schema: twoFactorTables,
        totpOptions: { digits: TOTP_DIGITS, period: TOTP_PERIOD_SECONDS },
      }),
      verifiedRows(knex, log),
    ],
    hooks: { before: guardEndpoints(settings), after: afterSignIn(knex) },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            await requireActive(knex, session.userId);
            // better-auth makes a session without “remember me” valid for a day, longer than one with it.
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
      // With https, browsers accept a cookie with this prefix only from this host, so that a sibling host
      // cannot set one. `useSecureCookies` would add better-auth's own, weaker prefix.
      cookiePrefix: isHttps ? '__Host-paydesk' : 'paydesk',
      useSecureCookies: false,
      // Strict: the pages load without a cookie, and their own requests are same-site.
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/' },
      // Explicit, because better-auth skips the check in tests by default.
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

/** The same error as for a wrong password, so that it does not reveal which accounts are deactivated. */
function refused(): APIError {
  return new APIError('UNAUTHORIZED', {
    code: 'INVALID_EMAIL_OR_PASSWORD',
    message: 'Invalid email or password',
  });
}

/** Without this, better-auth would write errors to the console instead of the log. */
function handleFailure(error: unknown, log: AuthLog | undefined): void {
  if (isAPIError(error)) return;
  // The account was deactivated during the sign-in: see the trigger of staff_sessions.
  if (postgresErrorOf(error)?.constraint === 'PERMISSION_DENIED') throw refused();
  const away = databaseAway(error);
  if (away !== null) throw new APIError('SERVICE_UNAVAILABLE', { code: away.reason, message: away.message });
  log?.error({ source: 'auth', error }, 'sign-in failed with an internal error');
  throw new APIError('INTERNAL_SERVER_ERROR', { message: 'Something went wrong on the server' });
}

function soonest(a: Date, b: Date): Date {
  return a < b ? a : b;
}

/**
 * knex's pool with the two methods of a `pg.Pool` that better-auth calls, so that the process has one pool and
 * one limit on connections. The owner of the pool closes it, not better-auth.
 */
function knexAsPgPool(knex: Knex): Pool {
  const pool = {
    async connect() {
      const client = (await knex.client.acquireConnection()) as PoolClient;
      return {
        query: client.query.bind(client),
        release: () => void knex.client.releaseConnection(client),
      };
    },
    async end() {},
  };
  return pool as unknown as Pool;
}
