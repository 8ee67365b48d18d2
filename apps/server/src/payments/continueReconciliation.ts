import { setTimeout as pause } from 'node:timers/promises';
import { Decimal } from '@paydesk/types';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { Reconciliation } from '../models/Reconciliation.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { Transaction } from '../models/Transaction.ts';
import type { PaymentPage } from '../nowpayments/paymentPage.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { compareWithBooks, type BooksEntry, type Difference } from './compareWithBooks.ts';
import { receiveReport } from './receiveReport.ts';

const PAGE_SIZE = 100;
/** A worker that says nothing for this long is taken for dead. */
const LEASE_MS = 120_000;
/** So many lost pages in a row, and the run is given up. */
const MAX_FAILURES = 20;
/** Payments this close to the ends of the window may be listed on either side of it. */
const EDGE_MS = 3_600_000;

/**
 * Carries the running comparison on, page by page, until it ends or a page is lost: then the next call goes
 * on with that page, after a growing pause. Each row is applied as any report is, then compared. A crash
 * loses nothing: a page that is read twice finds the same things. Answers the run, or null when none is due.
 */
export async function continueReconciliation(
  ctx: AppContext,
  onPage?: (run: Reconciliation) => void,
): Promise<Reconciliation | null> {
  let run = await claim(ctx);
  while (run !== null && run.status === 'running') {
    try {
      const page = await fetchPage(ctx, run);
      run = await takePage(ctx, run, page);
      onPage?.(run);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return await noteLostPage(ctx, run, error);
    }
  }
  if (run?.status === 'finished') report(ctx, run);
  return run;
}

/** Carries a run on until it ends, waiting out lost pages: for the command line. */
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
    .patch({ claimedUntil: new Date(now.getTime() + LEASE_MS) })
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

async function takePage(ctx: AppContext, run: Reconciliation, page: PaymentPage): Promise<Reconciliation> {
  for (const row of page.payments) await receiveReport(ctx, 'list', row);
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const books = await readBooks(trx, page.payments);
    const differences = page.payments.flatMap((row) => {
      const entry = books(row);
      const difference = compareWithBooks(row, entry);
      return difference === null ? [] : [{ row, entry, difference }];
    });
    for (const { row, entry, difference } of differences)
      await note(trx, run, row.providerPaymentId, entry.payment?.id ?? null, difference, at);
    await markSeen(trx, run, page.payments);
    const isLast = !page.hasNextPage;
    if (isLast) await noteMissing(trx, run, at);
    await countUp(trx, run, page, isLast, at);
    return await Reconciliation.query(trx).findById(run.id).throwIfNotFound();
  });
}

/** What the books know about the rows of one page, in four queries. */
async function readBooks(
  trx: Knex.Transaction,
  rows: ProviderReport[],
): Promise<(row: ProviderReport) => BooksEntry> {
  const ids = rows.map((row) => row.providerPaymentId);
  const payments = new Map(
    (await Payment.query(trx).whereIn('providerPaymentId', ids)).map((payment) => [
      payment.providerPaymentId,
      payment,
    ]),
  );
  const suspended = new Set(
    (await SuspenseItem.query(trx).whereIn('providerPaymentId', ids).whereNull('paymentId')).map(
      (item) => item.providerPaymentId,
    ),
  );
  const attested = new Set(
    (
      await Transaction.query(trx)
        .whereIn(
          'paymentId',
          [...payments.values()].map((payment) => payment.id),
        )
        .whereRaw(`metadata ->> 'attested' = 'true'`)
    ).map((entry) => entry.paymentId),
  );
  return (row) => {
    const payment = payments.get(row.providerPaymentId) ?? null;
    return {
      payment,
      isInSuspense: suspended.has(row.providerPaymentId),
      isAttested: payment !== null && attested.has(payment.id),
    };
  };
}

async function note(
  trx: Knex.Transaction,
  run: Reconciliation,
  providerPaymentId: string,
  paymentId: string | null,
  difference: Difference,
  at: Date,
): Promise<void> {
  await trx('reconciliation_findings')
    .insert({
      id: newId(at),
      reconciliation_id: run.id,
      kind: difference.kind,
      is_explained: difference.isExplained,
      provider_payment_id: providerPaymentId,
      payment_id: paymentId,
      provider_amount: difference.providerAmount,
      books_amount: difference.booksAmount,
      detail: difference.detail,
      created_at: at,
    })
    .onConflict(['reconciliation_id', 'provider_payment_id', 'kind'])
    .ignore();
}

async function markSeen(trx: Knex.Transaction, run: Reconciliation, rows: ProviderReport[]): Promise<void> {
  if (rows.length === 0) return;
  await trx('reconciliation_seen')
    .insert(rows.map((row) => ({ reconciliation_id: run.id, provider_payment_id: row.providerPaymentId })))
    .onConflict(['reconciliation_id', 'provider_payment_id'])
    .ignore();
}

/** Payments of ours in the window that the provider did not list. */
async function noteMissing(trx: Knex.Transaction, run: Reconciliation, at: Date): Promise<void> {
  const missing = await Payment.query(trx)
    .whereBetween('createdAt', [
      new Date(run.dateFrom.getTime() + EDGE_MS),
      new Date(run.dateTo.getTime() - EDGE_MS),
    ])
    .whereNotNull('providerPaymentId')
    .whereNotExists(
      trx('reconciliation_seen')
        .where('reconciliation_id', run.id)
        .whereRaw('reconciliation_seen.provider_payment_id = payments.provider_payment_id'),
    )
    .limit(1000);
  for (const payment of missing) {
    const hasMoney = !new Decimal(payment.actualAmountUsd).isZero();
    await note(
      trx,
      run,
      payment.providerPaymentId as string,
      payment.id,
      {
        kind: 'missing_at_provider',
        isExplained: !hasMoney,
        providerAmount: null,
        booksAmount: payment.actualAmount,
        detail: hasMoney
          ? 'the books hold money for a payment that the provider does not list'
          : 'the provider no longer lists this payment; nothing had arrived',
      },
      at,
    );
  }
}

async function countUp(
  trx: Knex.Transaction,
  run: Reconciliation,
  page: PaymentPage,
  isLast: boolean,
  at: Date,
): Promise<void> {
  await trx.raw(
    `update reconciliations r set next_page = :next, pages_total = :pages, failures = 0, last_error = null, claimed_until = :lease,
       seen = (select count(*) from reconciliation_seen s where s.reconciliation_id = r.id), explained = f.explained, unexplained = f.unexplained,
       matched = (select count(*) from reconciliation_seen s where s.reconciliation_id = r.id) - f.listed,
       status = :status, finished_at = :finished
     from (select count(*) filter (where is_explained) as explained, count(*) filter (where not is_explained) as unexplained,
             count(distinct provider_payment_id) filter (where kind <> 'missing_at_provider') as listed
           from reconciliation_findings where reconciliation_id = :id) f
     where r.id = :id`,
    {
      id: run.id,
      next: run.nextPage + 1,
      pages: page.total === null ? null : Math.max(1, Math.ceil(page.total / page.limit)),
      lease: new Date(at.getTime() + LEASE_MS),
      status: isLast ? 'finished' : 'running',
      finished: isLast ? at : null,
    },
  );
  if (isLast) await trx('reconciliation_seen').where('reconciliation_id', run.id).delete();
}

async function noteLostPage(
  ctx: AppContext,
  run: Reconciliation,
  error: ProviderError,
): Promise<Reconciliation> {
  const now = ctx.clock.now();
  // While the circuit is open nobody was asked: that is no page lost, and no reason to give up.
  const failures = error.code === 'CIRCUIT_OPEN' ? run.failures : run.failures + 1;
  const isGivenUp = failures >= MAX_FAILURES;
  const pauseMs = Math.min(2000 * 2 ** failures, 300_000);
  await Reconciliation.query(ctx.knex)
    .findById(run.id)
    .patch({
      failures,
      lastError: `page ${run.nextPage}: ${error.code ?? error.kind}`,
      claimedUntil: new Date(now.getTime() + pauseMs),
      ...(isGivenUp && { status: 'failed', finishedAt: now }),
    });
  ctx.log.warn(
    { reconciliationId: run.id, page: run.nextPage, code: error.code, failures },
    isGivenUp
      ? 'a reconciliation was given up'
      : 'a page of the provider’s list was lost; it is asked for again',
  );
  return await Reconciliation.query(ctx.knex).findById(run.id).throwIfNotFound();
}

function report(ctx: AppContext, run: Reconciliation): void {
  const facts = {
    reconciliationId: run.id,
    seen: run.seen,
    matched: run.matched,
    explained: run.explained,
    unexplained: run.unexplained,
  };
  if (run.unexplained > 0) ctx.log.error(facts, 'THE PROVIDER AND THE BOOKS DISAGREE');
  else ctx.log.info(facts, 'the provider and the books agree');
}
