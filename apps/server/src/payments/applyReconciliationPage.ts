import { Decimal } from '@paydesk/types';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { Payment } from '../models/Payment.ts';
import { Reconciliation } from '../models/Reconciliation.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { Transaction } from '../models/Transaction.ts';
import type { PaymentPage } from '../nowpayments/paymentPage.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { compareWithBooks, type BooksEntry, type Difference } from './compareWithBooks.ts';
import { receiveReport } from './receiveReport.ts';

/** A run whose worker is silent for this long is taken over. */
export const RECONCILIATION_LEASE_MS = 120_000;
/** Payments this close to the edges of the window may be listed on either side. */
const EDGE_MS = 3_600_000;

/**
 * Applies the reports of one page of the provider's list, compares them with the books, and records the
 * findings and the progress. Reading a page twice records the same. Returns the run.
 */
export async function applyReconciliationPage(
  ctx: AppContext,
  run: Reconciliation,
  page: PaymentPage,
): Promise<Reconciliation> {
  for (const row of page.payments) await receiveReport(ctx, 'list', row);
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const books = await loadBooks(trx, page.payments);
    const differences = page.payments.flatMap((row) => {
      const entry = books(row);
      const difference = compareWithBooks(row, entry);
      return difference === null ? [] : [{ row, entry, difference }];
    });
    for (const { row, entry, difference } of differences) {
      const { providerPaymentId } = row;
      const paymentId = entry.payment?.id ?? null;
      await recordFinding(trx, { run, providerPaymentId, paymentId, difference, at });
    }
    await markSeen(trx, run, page.payments);
    if (!page.hasNextPage) await recordMissing(trx, run, at);
    await updateProgress(trx, run, page, at);
    return await Reconciliation.query(trx).findById(run.id).throwIfNotFound();
  });
}

/** What the books hold about the rows of one page, in three queries. */
async function loadBooks(
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

interface Finding {
  run: Reconciliation;
  providerPaymentId: string;
  paymentId: string | null;
  difference: Difference;
  at: Date;
}

async function recordFinding(trx: Knex.Transaction, finding: Finding): Promise<void> {
  const { run, providerPaymentId, paymentId, difference, at } = finding;
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

/** Records the desk's payments of the window that the provider did not list. */
async function recordMissing(trx: Knex.Transaction, run: Reconciliation, at: Date): Promise<void> {
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
    await recordFinding(trx, {
      run,
      providerPaymentId: payment.providerPaymentId as string,
      paymentId: payment.id,
      difference: {
        kind: 'missing_at_provider',
        isExplained: !hasMoney,
        providerAmount: null,
        booksAmount: payment.actualAmount,
        detail: hasMoney
          ? 'the books hold money for a payment that the provider does not list'
          : 'the provider no longer lists this payment; nothing had arrived',
      },
      at,
    });
  }
}

async function updateProgress(
  trx: Knex.Transaction,
  run: Reconciliation,
  page: PaymentPage,
  at: Date,
): Promise<void> {
  const isLast = !page.hasNextPage;
  await trx.raw(
    `update reconciliations r set
       next_page = :next, pages_total = :pages, failures = 0, last_error = null, claimed_until = :lease,
       seen = s.seen, matched = s.seen - f.listed, explained = f.explained, unexplained = f.unexplained,
       status = :status, finished_at = :finished
     from (
       select count(*) filter (where is_explained) as explained,
         count(*) filter (where not is_explained) as unexplained,
         count(distinct provider_payment_id) filter (where kind <> 'missing_at_provider') as listed
       from reconciliation_findings where reconciliation_id = :id
     ) f, (select count(*) as seen from reconciliation_seen where reconciliation_id = :id) s
     where r.id = :id`,
    {
      id: run.id,
      next: run.nextPage + 1,
      pages: page.total === null ? null : Math.max(1, Math.ceil(page.total / page.limit)),
      lease: new Date(at.getTime() + RECONCILIATION_LEASE_MS),
      status: isLast ? 'finished' : 'running',
      finished: isLast ? at : null,
    },
  );
  if (isLast) await trx('reconciliation_seen').where('reconciliation_id', run.id).delete();
}
