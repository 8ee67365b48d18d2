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
/** What is asked about at a time: some ten seconds of work. */
const MOST_REQUESTS = 500_000;

export interface BacktestContext extends PolicyContext {
  knex: Knex;
  clock: Clock;
}

/**
 * What a draft would have said about the withdrawals of the last days, at the moment of each request, beside
 * what the policy in force says.
 *
 * The past is taken as it was: a request that the draft stops still counts for those after it, and one that
 * was refused at the time left nothing to judge. Refuses with RATE_LIMITED (another one is running),
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
  await overHistory(ctx, since, async (trx) => {
    const present = await currentPolicy(trx, ctx);
    await judgeHistory(trx, since, [input.rules, present.rules], (request, judge) => {
      tally.add(request, judge(input.rules, present.version + 1), judge(present.rules, present.version));
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
 * What rules say about one past request at the moment when it was made. They must be among those that the
 * history was read for.
 */
export type Judge = (rules: PolicyRules, version: number) => PolicyDecision;

/** Hands over every request since then, oldest first, with its judge. */
export async function judgeHistory(
  trx: Knex.Transaction,
  since: Date,
  policies: readonly PolicyRules[],
  visit: (request: PastRequest, judge: Judge) => void,
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

/** One view of the history from beginning to end, for one caller at a time on all servers together. */
async function overHistory(
  ctx: BacktestContext,
  since: Date,
  work: (trx: Knex.Transaction) => Promise<void>,
): Promise<void> {
  const readTogether = { isolationLevel: 'repeatable read', readOnly: true } as const;
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
        `these days hold ${requests} withdrawals, at most ${MOST_REQUESTS} can be tried at once: choose fewer days`,
      );
    await work(trx);
  }, readTogether);
}
