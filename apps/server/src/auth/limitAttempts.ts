import type { Knex } from 'knex';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../base/domainError.ts';

/** At most `max` attempts in a window of so many seconds, which begins with the first of them. */
export interface AttemptLimit {
  max: number;
  windowSeconds: number;
}

/**
 * Counts one attempt, on all servers together: one atomic upsert in PostgreSQL for each limit, before the
 * attempt is looked at, so that of any number at once no more than `max` get through. Several limits make a
 * ladder, asked one after another, whose windows grow: whoever goes on waits longer. A refused attempt is not
 * counted on the steps after, and a caller who is refused costs no further round trip on this server until
 * the window ends.
 *
 * When PostgreSQL cannot be asked, each server counts for itself: nothing is let through unlimited, and
 * nobody is locked out.
 *
 * @param knex the pool, never a transaction: a count must outlast the attempt's own rollback
 * @param bucket what is attempted, such as `sign-in`; letters, digits and `-`
 * @param key who attempts; hashed by the caller where it is a person's name. 200 characters at most
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
    } catch (verdict) {
      if (!(verdict instanceof RateLimiterRes)) throw verdict;
      throw new DomainError('RATE_LIMITED', 'too many attempts: please wait', {
        retryAfterSeconds: Math.max(1, Math.ceil(verdict.msBeforeNext / 1000)),
      });
    }
  }
}

/** Takes back all that was counted, after an attempt that proved to be a rightful one. */
export async function forgiveAttempts(
  knex: Knex,
  bucket: string,
  key: string,
  limits: AttemptLimit | readonly AttemptLimit[],
): Promise<void> {
  for (const limit of listOf(limits)) await limiterOf(knex, bucket, limit).delete(key);
}

/** Seconds to wait, when this is the refusal of `limitAttempts`; else null. */
export function retryAfterSecondsOf(error: unknown): number | null {
  const seconds =
    error instanceof DomainError && error.reason === 'RATE_LIMITED'
      ? error.details?.['retryAfterSeconds']
      : undefined;
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
    // The first refusal is remembered here until the window ends.
    inMemoryBlockOnConsumed: max + 1,
    // The job tokens-purge sweeps for all servers.
    clearExpiredByTimeout: false,
    insuranceLimiter: new RateLimiterMemory({ keyPrefix, points: max, duration: windowSeconds }),
  });
}
