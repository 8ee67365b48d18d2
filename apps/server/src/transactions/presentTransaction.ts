import {
  Decimal,
  formatUsd,
  signedUsdDisplay,
  transactionTypeColor,
  type transactionOutput,
} from '@paydesk/types';
import type { z } from 'zod';
import type { Transaction } from '../models/Transaction.ts';

/**
 * A ledger entry as it goes over the wire. End users do not see the staff member who made it, nor their note.
 */
export function presentTransaction(
  t: Transaction,
  view: { forUser: boolean } = { forUser: false },
): z.infer<typeof transactionOutput> {
  const amount = new Decimal(t.amountUsd);
  return {
    id: t.id,
    userId: t.userId,
    seq: Number(t.seq),
    transactionType: t.transactionType,
    amountUsd: formatUsd(amount),
    amountDisplay: signedUsdDisplay(t.amountUsd),
    balanceAfter: formatUsd(t.balanceAfter),
    isCredit: amount.greaterThan(0),
    isDebit: amount.lessThan(0),
    typeColor: transactionTypeColor(t.transactionType),
    paymentId: t.paymentId,
    withdrawalRequestId: t.withdrawalRequestId,
    suspenseItemId: t.suspenseItemId,
    refundOfId: t.refundOfId,
    description: t.description,
    orderId: t.orderId,
    metadata: view.forUser ? withoutNote(t.metadata) : t.metadata,
    actor:
      view.forUser && t.actorKind === 'staff'
        ? { kind: t.actorKind, id: null, name: null }
        : { kind: t.actorKind, id: t.actorId, name: t.actorName },
    prevHash: t.prevHash,
    hash: t.hash,
    createdAt: t.createdAt.toISOString(),
  };
}

function withoutNote(metadata: Record<string, unknown>): Record<string, unknown> {
  const { note: _note, ...rest } = metadata;
  return rest;
}
