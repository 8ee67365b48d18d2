import { ERROR_REASONS, type ErrorReason } from '@paydesk/types';
import pg from 'pg';
import { DomainError } from '../base/domainError.ts';
import { databaseAway } from './databaseAway.ts';

interface PostgresError {
  code: string;
  constraint?: string;
  detail?: string;
  message: string;
}

/** What the triggers raise: see `raise_domain_error` in migrations/0001_foundation.sql. */
const REFUSED = 'PD000';
const CHECK_VIOLATION = '23514';
const UNIQUE_VIOLATION = '23505';
const LOCK_NOT_AVAILABLE = '55P03';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

/** As the trigger of the ledger writes it: migrations/0009_ledger.sql. */
const INSUFFICIENT = /^available is (\d+\.\d\d), requested was (\d+\.\d\d)$/;

/**
 * As the ledger refuses an entry of more than five minutes from now. No caller names the time of an entry, so the clock
 * of this machine is wrong, and the input is not.
 */
const FROM_THE_FUTURE = 'a transaction cannot be in the future';
const CLOCK_RETRY_SECONDS = 30;

const MESSAGES: Partial<Record<ErrorReason, string>> = {
  INSUFFICIENT_FUNDS: 'the available balance does not cover this',
  FEES_EXCEED_AMOUNT: 'the fees would use up the whole amount',
  SAME_PERSON: 'the same person cannot do this twice',
};

/**
 * Turns a refusal by PostgreSQL into a `DomainError` with its stable reason; any other error is returned as
 * it is. Triggers name the reason themselves; constraints are named after theirs.
 */
export function asDomainError(error: unknown): unknown {
  const known = postgresErrorOf(error);
  if (known === null) return error;
  const { constraint: reason } = known;
  if (reason === undefined || !isReason(reason)) return error;
  if (known.code === REFUSED) return refusalFor(reason, known.detail);
  if (known.code === CHECK_VIOLATION || known.code === UNIQUE_VIOLATION)
    return new DomainError(reason, MESSAGES[reason] ?? 'the database refuses this');
  return error;
}

const isReason = (text: string): text is ErrorReason => text in ERROR_REASONS;

/**
 * What the database answers, instead of raising it, about one of many postings.
 * @throws Error for a reason that is not in the table of reasons
 */
export function refusalOf(reason: string, detail: string | null): DomainError {
  if (!isReason(reason)) throw new Error(`the database refuses for an unknown reason: ${reason}`);
  return refusalFor(reason, detail ?? undefined);
}

function refusalFor(reason: ErrorReason, detail = 'the database refuses this'): DomainError {
  if (detail === FROM_THE_FUTURE)
    return new DomainError(
      'DATABASE_UNAVAILABLE',
      'the clock of this server is ahead of the database’s: nothing was posted, please try again later',
      { retryAfterSeconds: CLOCK_RETRY_SECONDS },
    );
  return new DomainError(reason, detail, amountsIn(detail));
}

/**
 * Whether PostgreSQL itself has refused the statement, so that certainly nothing of it took effect. When the connection
 * is lost, that is unknown.
 */
export const isRolledBack = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && databaseAway(error) === null;

/** The two amounts of a posting that the balance does not cover, which an app may show to its customer. */
function amountsIn(detail: string): { availableUsd: string; requestedUsd: string } | undefined {
  const [, availableUsd, requestedUsd] = INSUFFICIENT.exec(detail) ?? [];
  if (availableUsd === undefined || requestedUsd === undefined) return undefined;
  return { availableUsd, requestedUsd };
}

/** Whether a lock was not to be had in time. */
export const isLockTimeout = (error: unknown): boolean => postgresErrorOf(error)?.code === LOCK_NOT_AVAILABLE;

/** Whether the same work may succeed when all of its transaction runs again: a deadlock, or a serialization failure. */
export const mayRunAgain = (error: unknown): boolean =>
  [SERIALIZATION_FAILURE, DEADLOCK_DETECTED].includes(postgresErrorOf(error)?.code ?? '');

/** The driver's error, also when Objection or knex has wrapped it. */
export function postgresErrorOf(error: unknown): PostgresError | null {
  if (!(error instanceof Error)) return null;
  const native = 'nativeError' in error ? error.nativeError : error;
  return native instanceof Error && 'code' in native && typeof native.code === 'string'
    ? (native as Error & PostgresError)
    : null;
}
