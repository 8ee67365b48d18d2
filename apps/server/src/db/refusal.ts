import { ERROR_REASONS, type ErrorReason } from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';

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

/** As the trigger of the ledger writes it: migrations/0009_ledger.sql. */
const INSUFFICIENT = /^available is (\d+\.\d\d), requested was (\d+\.\d\d)$/;

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
  const pg = postgresErrorOf(error);
  if (pg === null) return error;
  const reason = pg.constraint;
  if (reason === undefined || !(reason in ERROR_REASONS)) return error;
  const known = reason as ErrorReason;
  if (pg.code === REFUSED)
    return new DomainError(known, pg.detail ?? 'the database refuses this', amountsIn(pg.detail));
  if (pg.code === CHECK_VIOLATION || pg.code === UNIQUE_VIOLATION)
    return new DomainError(known, MESSAGES[known] ?? 'the database refuses this');
  return error;
}

/** The two amounts of a posting that the balance does not cover, which an app may show to its customer. */
function amountsIn(detail = ''): { availableUsd: string; requestedUsd: string } | undefined {
  const [, availableUsd, requestedUsd] = INSUFFICIENT.exec(detail) ?? [];
  if (availableUsd === undefined || requestedUsd === undefined) return undefined;
  return { availableUsd, requestedUsd };
}

/** The driver's error, also when Objection or knex has wrapped it. */
export function postgresErrorOf(error: unknown): PostgresError | null {
  if (!(error instanceof Error)) return null;
  const native = 'nativeError' in error ? error.nativeError : error;
  return native instanceof Error && 'code' in native && typeof native.code === 'string'
    ? (native as Error & PostgresError)
    : null;
}
