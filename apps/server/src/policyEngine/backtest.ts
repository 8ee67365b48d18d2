import type { PolicyDecision, PolicyRules, policyBacktestInput, policyBacktestOutput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { DomainError } from '../base/domainError.ts';
import { BacktestTally } from './backtestTally.ts';
import { currentPolicy, type PolicyContext } from './currentPolicy.ts';
import { decide } from './decide.ts';
import { velocityMs } from './facts.ts';
import { PastFactsReader, type PastFacts } from './pastFacts.ts';
import { countHistory, readEarlierDestinations, readHistory, type PastRequest } from './readHistory.ts';

const DEFAULT_DAYS = 90;
const DAY_MS = 24 * 3_600_000;
/** The most requests one back-test evaluates: about ten seconds of work. */
const MOST_REQUESTS = 500_000;

export interface BacktestContext extends PolicyContext {
  knex: Knex;
  clock: Clock;
}

/**
 * What a draft would have decided about the withdrawals of the last days, at the time of each request, compared with
 * the policy in force.
 *
 * History is taken as it was: a request that the draft stops still counts for later ones, and requests that were
 * refused at the time are missing, because they left no row. Refuses with RATE_LIMITED (another one is running),
 * INVALID_INPUT (too many withdrawals).
 */
export async function backtest(
  ctx: BacktestContext,
  input: z.infer<typeof policyBacktestInput>,
): Promise<z.infer<typeof policyBacktestOutput>> {
  const startedAt = performance.now();
  const days = input.days ?? DEFAULT_DAYS;
  const since = new Date(ctx.clock.now().getTime() - days * DAY_MS);
  const tally = new BacktestTally();
  await withHistorySnapshot(ctx, since, async (trx) => {
    const current = await currentPolicy(trx, ctx);
    await evaluateHistory(trx, since, [input.rules, current.rules], (request, evaluate) => {
      tally.add(
        request,
        evaluate(input.rules, current.version + 1),
        evaluate(current.rules, current.version),
      );
    });
  });
  return {
    days,
    since: since.toISOString(),
    ...tally.result(),
    tookMs: Math.round(performance.now() - startedAt),
  };
}

/**
 * What these rules decide about one past request at the time when it was made. They must be among the policies that
 * `evaluateHistory` was called with.
 */
export type EvaluateRules = (rules: PolicyRules, version: number) => PolicyDecision;

/** Visits every request since then, oldest first, with a function that evaluates rules for it. */
export async function evaluateHistory(
  trx: Knex.Transaction,
  since: Date,
  policies: readonly PolicyRules[],
  visit: (request: PastRequest, evaluate: EvaluateRules) => void,
): Promise<void> {
  const reader = new PastFactsReader(
    policies.map((rules) => velocityMs(rules) ?? 0),
    await readEarlierDestinations(trx, since),
  );
  for await (const page of readHistory(trx, since)) {
    for (const request of page) {
      if (request.createdAt <= since.getTime()) {
        reader.skip(request);
        continue;
      }
      const { requestsWithin, ...facts }: PastFacts = reader.read(request);
      visit(request, (rules, version) => {
        const requests = rules.velocity === null ? null : (requestsWithin[policies.indexOf(rules)] ?? null);
        return decide(rules, version, { ...facts, requests }, facts.createdAt);
      });
    }
  }
}

/** Runs the work on one consistent snapshot; only one back-test runs at a time, across all servers. */
async function withHistorySnapshot(
  ctx: BacktestContext,
  since: Date,
  work: (trx: Knex.Transaction) => Promise<void>,
): Promise<void> {
  const snapshot = { isolationLevel: 'repeatable read', readOnly: true } as const;
  await ctx.knex.transaction(async (trx) => {
    const { rows } = await trx.raw<{ rows: { free: boolean }[] }>(
      `select pg_try_advisory_xact_lock(hashtextextended('withdrawal_policies back-test', 0)) as free`,
    );
    if (rows[0]?.free !== true)
      throw new DomainError('RATE_LIMITED', 'another back-test is running: try again in a few seconds');
    const requests = await countHistory(trx, since);
    if (requests > MOST_REQUESTS)
      throw new DomainError(
        'INVALID_INPUT',
        `these days have ${requests} withdrawals, and a back-test takes at most ${MOST_REQUESTS}: choose fewer days`,
      );
    await work(trx);
  }, snapshot);
}
