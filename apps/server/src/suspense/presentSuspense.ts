import { currencyDisplayName, formatUsd, trimAmount, usdDisplay, type suspenseOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { SuspenseItem } from '../models/SuspenseItem.ts';

/** The relations that are shown. */
export const SUSPENSE_RELATIONS = '[transaction, currency]';

/** An item with its `SUSPENSE_RELATIONS` as it goes over the wire. */
export function presentSuspense(item: SuspenseItem): z.infer<typeof suspenseOutput> {
  return {
    id: item.id,
    reason: item.reason,
    status: item.status,
    paymentId: item.paymentId,
    userId: item.userId,
    providerPaymentId: item.providerPaymentId,
    currencyCode: item.currencyCode,
    currencyDisplayName: currencyDisplayName(
      item.currency ?? { code: item.currencyCode, token: null, network: null },
    ),
    amount: trimAmount(item.amount),
    amountUsd: formatUsd(item.amountUsd),
    amountDisplay: usdDisplay(item.amountUsd),
    note: item.note,
    resolvedBy:
      item.resolvedByKind === null
        ? null
        : { kind: item.resolvedByKind, id: item.resolvedById, name: item.resolvedByName },
    transactionId: item.transaction?.id ?? null,
    evidence: item.evidence,
    createdAt: item.createdAt.toISOString(),
    updatedAt: (item.resolvedAt ?? item.createdAt).toISOString(),
    resolvedAt: item.resolvedAt?.toISOString() ?? null,
  };
}
