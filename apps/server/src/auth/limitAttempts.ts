import type { Knex } from 'knex';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../base/domainError.ts';

/** At most `max` attempts in a window, which starts with the first of them. */
export interface AttemptLimit {
  max: number;
  windowSeconds: number;
}

/**
 * Counts one attempt for all servers together: one atomic upsert in PostgreSQL for each limit, before the
 * attempt is checked, so that of any number of concurrent attempts at most `max` get through. Several limits
 * are checked one after another, with growing windows: a caller who goes on waits longer. A refused attempt is
 * not counted by the limits after it, and this server remembers a refusal until the window ends, without
 * another query.
 *
 * While PostgreSQL is not reachable, each server counts for itself: limits still hold, and callers are not
 * locked out.
 *
 * @param knex the pool, never a transaction: the count must survive a rollback of the attempt
 * @param bucket what is attempted, such as `sign-in`; letters, digits and `-`
 * @param key who attempts it; personal names are hashed by the caller. At most 200 characters
 * @throws DomainError `RATE_LIMITED`, with `retryAfterSeconds` in its details
 */
export async function limitAttempts(
  knex: Knex,
  bucket: string,
  key: string,
  limits: AttemptLimit | readonly AttemptLimit[],
): Promise<void> {
  for (const limit of listOf(limits)) {
    try {
      await limiterOf(knex, bucket, limit).consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new DomainError('RATE_LIMITED', 'too many attempts: please wait', {
        retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
      });
    }
  }
}

/** Resets the count, after an attempt that turned out to be legitimate. */
export async function resetAttempts(
  knex: Knex,
  bucket: string,
  key: string,
  limits: AttemptLimit | readonly AttemptLimit[],
): Promise<void> {
  for (const limit of listOf(limits)) await limiterOf(knex, bucket, limit).delete(key);
}

/** Seconds to wait, when this is a refusal by `limitAttempts`; otherwise null. */
export function retryAfterSecondsOf(error: unknown): number | null {
  const seconds = error instanceof DomainError ? error.details?.['retryAfterSeconds'] : undefined;
  return typeof seconds === 'number' ? seconds : null;
}

const listOf = (limits: AttemptLimit | readonly AttemptLimit[]): readonly AttemptLimit[] =>
  'max' in limits ? [limits] : limits;

const limiters = new WeakMap<Knex, Map<string, RateLimiterPostgres>>();

function limiterOf(knex: Knex, bucket: string, { max, windowSeconds }: AttemptLimit): RateLimiterPostgres {
  const known = limiters.get(knex) ?? new Map<string, RateLimiterPostgres>();
  limiters.set(knex, known);
  const keyPrefix = `${bucket}/${max}/${windowSeconds}`;
  const limiter = known.get(keyPrefix) ?? createLimiter(knex, keyPrefix, max, windowSeconds);
  known.set(keyPrefix, limiter);
  return limiter;
}

function createLimiter(
  knex: Knex,
  keyPrefix: string,
  max: number,
  windowSeconds: number,
): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: knex,
    storeType: 'knex',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix,
    points: max,
    duration: windowSeconds,
    // This server remembers the first refusal until the window ends.
    inMemoryBlockOnConsumed: max + 1,
    // The job tokens-purge deletes expired rows for all servers.
    clearExpiredByTimeout: false,
    insuranceLimiter: new RateLimiterMemory({ keyPrefix, points: max, duration: windowSeconds }),
  });
}
