import type { Knex } from 'knex';
import {
  type AttemptLimit,
  resetAttempts,
  limitAttempts,
  retryAfterSecondsOf,
} from '../auth/limitAttempts.ts';
import { sha256Hex } from '../base/identifiers.ts';
import { callerNetwork } from '../base/networkAddress.ts';

/** One address against one account. With growing windows, guessing on means waiting up to a day. */
const ACCOUNT_FROM_ADDRESS: readonly AttemptLimit[] = [
  { max: 5, windowSeconds: 60 },
  { max: 15, windowSeconds: 900 },
  { max: 40, windowSeconds: 86_400 },
];

/**
 * All addresses against one account. Short, so that outsiders cannot lock a person out for long; addresses from
 * which the person signed in before are never locked out.
 */
const ACCOUNT_FROM_ANYWHERE: readonly AttemptLimit[] = [
  { max: 20, windowSeconds: 60 },
  { max: 60, windowSeconds: 900 },
];

/** One address against all accounts. */
const ADDRESS: readonly AttemptLimit[] = [
  { max: 30, windowSeconds: 60 },
  { max: 150, windowSeconds: 3600 },
];

/**
 * The header in which the HTTP layer passes the caller's address to better-auth, for rate limits and the list
 * of sessions. It is set on every request to `auth.handler`, replacing what the caller sent.
 */
export const CLIENT_ADDRESS_HEADER = 'x-paydesk-client-address';

export const clientAddressOf = (headers: Headers | undefined): string | null =>
  headers?.get(CLIENT_ADDRESS_HEADER) ?? null;

export interface SignInAttempt {
  email: string;
  address: string | null;
}

/**
 * Counts one attempt to sign in with a password, before the password is checked and whether or not the account
 * exists.
 * @throws DomainError `RATE_LIMITED`
 */
export async function limitSignIn(knex: Knex, { email, address }: SignInAttempt): Promise<void> {
  const network = callerNetwork(address);
  await limitAttempts(knex, 'sign-in-address', network, ADDRESS);
  await limitAttempts(knex, 'sign-in-here', hereKey(email, network), ACCOUNT_FROM_ADDRESS);
  try {
    await limitAttempts(knex, 'sign-in-account', accountKey(email), ACCOUNT_FROM_ANYWHERE);
  } catch (error) {
    if (retryAfterSecondsOf(error) === null || !(await isKnownAddress(knex, email, network))) throw error;
  }
}

/** After a correct password: resets the count for this account from this address. */
export async function resetSignInAttempts(knex: Knex, { email, address }: SignInAttempt): Promise<void> {
  await resetAttempts(knex, 'sign-in-here', hereKey(email, callerNetwork(address)), ACCOUNT_FROM_ADDRESS);
}

/** Stores an address from which a person signed in completely, for 90 days from the last time. */
export async function rememberAddress(knex: Knex, staffId: string, address: string | null): Promise<void> {
  const network = callerNetwork(address);
  if (network === 'unknown') return;
  await knex('staff_known_addresses')
    .insert({ staff_id: staffId, network })
    .onConflict(['staff_id', 'network'])
    .merge({ last_seen_at: knex.fn.now() });
}

async function isKnownAddress(knex: Knex, email: string, network: string): Promise<boolean> {
  const known = await knex('staff_known_addresses as known')
    .join('staff', 'staff.id', 'known.staff_id')
    .where({ 'staff.email': plainEmail(email), 'known.network': network })
    .first('staff.id');
  return known !== undefined;
}

const plainEmail = (email: string) => email.trim().toLowerCase();
/** Hashed, so that the counters do not list who works here. */
const accountKey = (email: string) => sha256Hex(plainEmail(email)).slice(0, 32);
const hereKey = (email: string, network: string) => `${accountKey(email)}@${network}`;
