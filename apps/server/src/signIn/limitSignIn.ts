import type { Knex } from 'knex';
import { sha256Hex } from '../base/identifiers.ts';
import { callerNetwork } from '../base/networkAddress.ts';
import {
  forgiveAttempts,
  limitAttempts,
  retryAfterSecondsOf,
  type AttemptLimit,
} from '../auth/limitAttempts.ts';

/**
 * One address against one account. The windows grow, so that who goes on guessing waits a minute, then a
 * quarter of an hour, then a day.
 */
const ACCOUNT_FROM_HERE: readonly AttemptLimit[] = [
  { max: 5, windowSeconds: 60 },
  { max: 15, windowSeconds: 900 },
  { max: 40, windowSeconds: 86_400 },
];

/**
 * All addresses against one account. Short: strangers must not be able to lock anybody out for long, and
 * never where they signed in before.
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

export interface SignInAttempt {
  email: string;
  address: string | null;
}

/**
 * Counts one attempt to sign in with a password, before the password is looked at. Whether the account exists
 * makes no difference.
 * @throws DomainError `RATE_LIMITED`
 */
export async function limitSignIn(knex: Knex, { email, address }: SignInAttempt): Promise<void> {
  const network = callerNetwork(address);
  await limitAttempts(knex, 'sign-in-address', network, ADDRESS);
  await limitAttempts(knex, 'sign-in-here', hereKey(email, network), ACCOUNT_FROM_HERE);
  try {
    await limitAttempts(knex, 'sign-in-account', accountKey(email), ACCOUNT_FROM_ANYWHERE);
  } catch (error) {
    if (retryAfterSecondsOf(error) === null || !(await isKnownAddress(knex, email, network))) throw error;
  }
}

/** After the right password: this person, here, begins anew. */
export async function forgiveSignIn(knex: Knex, { email, address }: SignInAttempt): Promise<void> {
  await forgiveAttempts(knex, 'sign-in-here', hereKey(email, callerNetwork(address)), ACCOUNT_FROM_HERE);
}

/** Keeps where somebody came in with all factors, for 90 days from the last time. */
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
/** Hashed: the counters need no list of who works here. */
const accountKey = (email: string) => sha256Hex(plainEmail(email)).slice(0, 32);
const hereKey = (email: string, network: string) => `${accountKey(email)}@${network}`;
