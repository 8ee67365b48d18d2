import { setTimeout as pause } from 'node:timers/promises';
import type { AppContext } from '../context/appContext.ts';
import { Reconciliation } from '../models/Reconciliation.ts';
import type { PaymentPage } from '../nowpayments/paymentPage.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import { applyReconciliationPage, RECONCILIATION_LEASE_MS } from './applyReconciliationPage.ts';

const PAGE_SIZE = 100;
/** A list has an end: a million payments in one run. */
const MAX_PAGES = 10_000;
/** After so many failed pages in a row the run is given up. */
const MAX_FAILURES = 20;

/**
 * Continues the running comparison, page by page, until it ends, a page fails or the process stops: the next call
 * goes on there, with a failed page after a growing delay. Each row is applied like any report, then compared. A
 * crash loses nothing: a page that is read twice has the same findings. Returns the run, or null when none is due.
 */
export async function continueReconciliation(
  ctx: AppContext,
  onPage?: (run: Reconciliation) => void,
): Promise<Reconciliation | null> {
  let run = await claim(ctx);
  while (run !== null && run.status === 'running' && !ctx.stopping.aborted) {
    if (run.nextPage >= MAX_PAGES) return await giveUp(ctx, run);
    try {
      const page = await fetchPage(ctx, run);
      run = await applyReconciliationPage(ctx, run, page);
      onPage?.(run);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return await recordFailedPage(ctx, run, error);
    }
  }
  if (run?.status === 'finished') logResult(ctx, run);
  return run;
}

/** Continues a run until it ends, waiting out failed pages: for the command line. */
export async function finishReconciliation(
  ctx: AppContext,
  runId: string,
  onPage?: (run: Reconciliation) => void,
): Promise<Reconciliation> {
  for (;;) {
    await continueReconciliation(ctx, onPage);
    const run = await Reconciliation.query(ctx.knex).findById(runId).throwIfNotFound();
    if (run.status !== 'running') return run;
    await pause(1000);
  }
}

async function claim(ctx: AppContext): Promise<Reconciliation | null> {
  const now = ctx.clock.now();
  const [run] = await Reconciliation.query(ctx.knex)
    .patch({ claimedUntil: new Date(now.getTime() + RECONCILIATION_LEASE_MS) })
    .where({ status: 'running' })
    .where('claimedUntil', '<=', now)
    .returning('*');
  return run ?? null;
}

async function fetchPage(ctx: AppContext, run: Reconciliation): Promise<PaymentPage> {
  return await ctx.provider.listPayments({
    page: run.nextPage,
    limit: PAGE_SIZE,
    sortBy: 'created_at',
    orderBy: 'asc',
    dateFrom: run.dateFrom,
    dateTo: run.dateTo,
  });
}

async function recordFailedPage(
  ctx: AppContext,
  run: Reconciliation,
  error: ProviderError,
): Promise<Reconciliation> {
  const now = ctx.clock.now();
  // While the circuit is open nothing is sent: that is no failed page, and no reason to give up.
  const failures = error.code === 'CIRCUIT_OPEN' ? run.failures : run.failures + 1;
  const isGivenUp = failures >= MAX_FAILURES;
  const delayMs = Math.min(2000 * 2 ** failures, 300_000);
  await Reconciliation.query(ctx.knex)
    .findById(run.id)
    .patch({
      failures,
      lastError: `page ${run.nextPage}: ${error.code ?? error.kind}`,
      claimedUntil: new Date(now.getTime() + delayMs),
      ...(isGivenUp && { status: 'failed', finishedAt: now }),
    });
  ctx.log.warn(
    { reconciliationId: run.id, page: run.nextPage, code: error.code, failures },
    isGivenUp ? 'a reconciliation was given up' : 'a page of the provider’s list failed; it is retried',
  );
  return await Reconciliation.query(ctx.knex).findById(run.id).throwIfNotFound();
}

/** Does nothing if another worker has finished it. */
async function giveUp(ctx: AppContext, run: Reconciliation): Promise<Reconciliation> {
  await Reconciliation.query(ctx.knex)
    .findById(run.id)
    .where({ status: 'running' })
    .patch({
      status: 'failed',
      finishedAt: ctx.clock.now(),
      lastError: `page ${run.nextPage}: TOO_MANY_PAGES`,
    });
  ctx.log.error(
    { alarm: 'ENDLESS_LIST', reconciliationId: run.id, page: run.nextPage },
    'the provider’s list of payments does not end: the reconciliation was given up',
  );
  return await Reconciliation.query(ctx.knex).findById(run.id).throwIfNotFound();
}

function logResult(ctx: AppContext, run: Reconciliation): void {
  const fields = {
    reconciliationId: run.id,
    seen: run.seen,
    matched: run.matched,
    explained: run.explained,
    unexplained: run.unexplained,
  };
  if (run.unexplained > 0) ctx.log.error(fields, 'THE PROVIDER AND THE BOOKS DISAGREE');
  else ctx.log.info(fields, 'the provider and the books agree');
}
