import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { ProviderError } from '../providerError.ts';
import type { Budget, ProviderTraffic, RequestGroup } from './providerTraffic.ts';
import { noteSuccess, pauseGroup, takeQuota, quotaLeft } from './sharedBudget.ts';
import { claimProbe, endProbe, noteFailure, readCircuit } from './sharedCircuit.ts';

interface TrafficLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface ProviderTrafficOptions {
  knex: Knex;
  budgets: Record<RequestGroup, Budget>;
  log: TrafficLog;
  /** By default the database's clock, which all instances share; their own may differ. */
  now?: () => Date;
  sleep?: (ms: number) => Promise<void>;
}

/**
 * Budgets and circuit breaker that all servers and workers of a desk share through PostgreSQL: the provider
 * counts requests by address, so what one instance may send depends on the others.
 */
export function createSharedTraffic(options: ProviderTrafficOptions): ProviderTraffic {
  const { knex, budgets, log } = options;
  const sleep = options.sleep ?? (async (ms: number) => await pause(ms));
  const at = () => options.now?.() ?? null;

  return {
    async acquire(group) {
      const { waitMs, refusal } = await takeQuota(knex, group, budgets[group], at());
      if (refusal !== null) throw refused(refusal, waitMs);
      if (waitMs > 0) await sleep(waitMs);
    },
    async recordOutcome(group, error) {
      try {
        if (error === null) return await noteSuccess(knex, group, at());
        if (error.kind === 'rate_limited') {
          const pausedUntil = await pauseGroup(knex, group, error.retryAfterMs, at());
          return log.warn(
            { group, pausedUntil },
            'the provider refused requests as too many: this group pauses on all instances',
          );
        }
        if (!countsAsDown(error))
          return error.code === 'CLOSED' ? undefined : await noteSuccess(knex, group, at());
        if (await noteFailure(knex, describe(error), at()))
          log.error(
            { lastError: describe(error) },
            'the provider circuit is open: calls fail at once until it closes',
          );
      } catch (failure) {
        log.error({ err: failure, group }, 'the outcome of a provider call could not be recorded');
      }
    },
    quotaLeft: async (group) => await quotaLeft(knex, group, budgets[group], at()),
    circuit: async () => await readCircuit(knex),
    claimProbe: async () => await claimProbe(knex, at()),
    async endProbe(error) {
      await endProbe(knex, error === null ? null : describe(error), at());
      if (error === null) log.info({}, 'the provider is back: the circuit is closed');
      else log.warn({ lastError: describe(error) }, 'the provider is still down: the circuit stays open');
    },
  };
}

function refused(refusal: string, waitMs: number): ProviderError {
  if (refusal === 'CIRCUIT_OPEN')
    return new ProviderError('unavailable', 'The payment provider is down; the desk probes it by itself.', {
      code: refusal,
    });
  return new ProviderError('rate_limited', 'Too many requests are waiting for the payment provider.', {
    code: refusal,
    retryAfterMs: waitMs,
  });
}

function describe(error: ProviderError): string {
  return `${error.httpStatus ?? error.code ?? error.kind}: ${error.message}`.slice(0, 300);
}

/**
 * Whether a failure counts against the provider's health: no connection, no answer in time, a page instead of
 * an answer, a status from 500 up. A refusal (a 4xx with JSON) and a rate limit are answers of a working
 * provider.
 */
function countsAsDown(error: ProviderError): boolean {
  if (error.kind !== 'unavailable' && error.kind !== 'ambiguous') return false;
  // Closed by us, or a 500 that is about one pair of currencies only.
  return error.code !== 'CLOSED' && !error.message.includes('Can not get estimate');
}
