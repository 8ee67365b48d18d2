import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { createAuth } from '../signIn/createAuth.ts';
import { createCredentialCache } from '../signIn/credentialCache.ts';
import { createClaimWatch } from '../base/claimWatch.ts';
import { systemClock } from '../base/clock.ts';
import { createMetrics } from '../base/metrics.ts';
import type { Settings } from '../base/settings.ts';
import { createNowpaymentsClient } from '../nowpayments/createNowpaymentsClient.ts';
import { budgetsFor } from '../nowpayments/traffic/providerTraffic.ts';
import { createCallTimes } from '../nowpayments/traffic/createCallTimes.ts';
import { createSharedTraffic } from '../nowpayments/traffic/createSharedTraffic.ts';
import { bindOriginKey, OriginKey } from '../origin/originKey.ts';
import { createPostingQueue } from '../postings/createPostingQueue.ts';
import type { AppContext } from './appContext.ts';

/** The `AppContext` of a process, from its settings and its pool. `overrides` is for tests and demo data. */
export function createAppContext(
  settings: Settings,
  knex: Knex,
  log: Logger,
  overrides: Partial<AppContext> = {},
): AppContext {
  const reads = overrides.reads ?? knex;
  const originKey = new OriginKey(settings.secret, settings.formerSecrets);
  // Lists of events and suspense check proofs too.
  for (const pool of [knex, reads, ...(overrides.standbys?.pools ?? [])]) bindOriginKey(pool, originKey);
  const clock = overrides.clock ?? systemClock;
  const metrics = overrides.metrics ?? createMetrics();
  return {
    settings,
    knex,
    reads,
    standbys: overrides.standbys ?? null,
    log,
    metrics,
    stopping: overrides.stopping ?? new AbortController().signal,
    clock,
    postings: overrides.postings ?? createPostingQueue(knex, log.child({ part: 'postings' })),
    claimWatch: overrides.claimWatch ?? createClaimWatch(clock),
    auth:
      overrides.auth ??
      createAuth({
        knex,
        secret: settings.secret,
        publicUrl: settings.publicUrl,
        log: log.child({ part: 'auth' }),
      }),
    credentials: overrides.credentials ?? createCredentialCache(),
    provider:
      overrides.provider ??
      createNowpaymentsClient({
        baseUrl: settings.provider.baseUrl,
        apiKey: settings.provider.apiKey,
        ipnSecret: settings.provider.ipnSecret,
        previousIpnSecret: settings.provider.previousIpnSecret,
        email: settings.provider.login?.email,
        password: settings.provider.login?.password,
        log: log.child({ part: 'provider' }),
        traffic: createSharedTraffic({
          knex,
          budgets: budgetsFor(settings.provider.baseUrl),
          log: log.child({ part: 'provider' }),
        }),
        callTimes: createCallTimes({ knex, log: log.child({ part: 'provider' }) }),
        observeCall: (request) => metrics.observeProviderCall(request),
        onPreviousSecret: () => metrics.countPreviousSecret(),
      }),
  };
}
