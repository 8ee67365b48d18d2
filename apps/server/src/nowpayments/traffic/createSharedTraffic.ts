import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { ProviderError } from '../providerError.ts';
import type { Budget, ProviderTraffic, RequestGroup } from './providerTraffic.ts';
import { saysProviderIsDown } from '../saysProviderIsDown.ts';
import { claimProbe, endProbe, noteFailure, readCircuit } from './sharedCircuit.ts';
import { noteSuccess, pauseGroup, takeTurn, turnsLeft } from './sharedBudget.ts';

interface TrafficLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface ProviderTrafficOptions {
  knex: Knex;
  budgets: Record<RequestGroup, Budget>;
  log: TrafficLog;
  /** The database's clock unless told: instances share it, and their own may differ. */
  now?: () => Date;
  sleep?: (ms: number) => Promise<void>;
}

/**
 * Budgets and circuit that all servers and workers of a desk share through PostgreSQL: the provider counts
 * requests by address, so what one instance may send depends on what the others have sent.
 */
export function createSharedTraffic(options: ProviderTrafficOptions): ProviderTraffic {
  const { knex, budgets, log } = options;
  const sleep = options.sleep ?? (async (ms: number) => await pause(ms));
  const at = () => options.now?.() ?? null;

  return {
    async enter(group) {
      const { waitMs, refusal } = await takeTurn(knex, group, budgets[group], at());
      if (refusal !== null) throw refused(refusal, waitMs);
      if (waitMs > 0) await sleep(waitMs);
    },
    async leave(group, error) {
      try {
        if (error === null) return await noteSuccess(knex, group, at());
        if (error.kind === 'rate_limited') {
          const pausedUntil = await pauseGroup(knex, group, error.retryAfterMs, at());
          return log.warn(
            { group, pausedUntil },
            'the provider says that these are too many requests: this group pauses everywhere',
          );
        }
        if (!saysProviderIsDown(error))
          return error.code === 'CLOSED' ? undefined : await noteSuccess(knex, group, at());
        if (await noteFailure(knex, inWords(error), at()))
          log.error(
            { lastError: inWords(error) },
            'the provider circuit is open: calls fail at once until it is back',
          );
      } catch (failure) {
        log.error({ err: failure, group }, 'how a provider call ended could not be noted');
      }
    },
    turnsLeft: async (group) => await turnsLeft(knex, group, budgets[group], at()),
    circuit: async () => await readCircuit(knex),
    claimProbe: async () => await claimProbe(knex, at()),
    async endProbe(error) {
      await endProbe(knex, error === null ? null : inWords(error), at());
      if (error === null) log.info({}, 'the provider is back: the circuit is closed');
      else log.warn({ lastError: inWords(error) }, 'the provider is still away: the circuit stays open');
    },
  };
}

function refused(refusal: string, waitMs: number): ProviderError {
  if (refusal === 'CIRCUIT_OPEN')
    return new ProviderError(
      'unavailable',
      'The payment provider is down at present; the desk looks for it by itself.',
      { code: refusal },
    );
  return new ProviderError('rate_limited', 'Too many requests are waiting for the payment provider.', {
    code: refusal,
    retryAfterMs: waitMs,
  });
}

function inWords(error: ProviderError): string {
  return `${error.httpStatus ?? error.code ?? error.kind}: ${error.message}`.slice(0, 300);
}
