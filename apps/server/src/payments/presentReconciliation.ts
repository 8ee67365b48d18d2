import { trimAmount, type findingOutput, type reconciliationOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { Reconciliation } from '../models/Reconciliation.ts';
import type { ReconciliationFinding } from '../models/ReconciliationFinding.ts';

export function presentReconciliation(r: Reconciliation): z.infer<typeof reconciliationOutput> {
  return {
    id: r.id,
    status: r.status,
    from: r.dateFrom.toISOString(),
    to: r.dateTo.toISOString(),
    startedBy: { kind: r.startedByKind, id: r.startedById, name: r.startedByName },
    pagesDone: r.nextPage,
    pagesTotal: r.pagesTotal,
    seen: r.seen,
    matched: r.matched,
    explained: r.explained,
    unexplained: r.unexplained,
    lastError: r.lastError,
    startedAt: r.startedAt.toISOString(),
    finishedAt: r.finishedAt?.toISOString() ?? null,
  };
}

export function presentFinding(f: ReconciliationFinding): z.infer<typeof findingOutput> {
  const crypto = (amount: string | null) => (amount === null ? null : trimAmount(amount));
  return {
    id: f.id,
    kind: f.kind,
    isExplained: f.isExplained,
    providerPaymentId: f.providerPaymentId,
    paymentId: f.paymentId,
    providerAmount: crypto(f.providerAmount),
    booksAmount: crypto(f.booksAmount),
    detail: f.detail,
    createdAt: f.createdAt.toISOString(),
  };
}
