import type { SuspenseReason } from '@paydesk/types';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';

export interface Arrival {
  reason: SuspenseReason;
  paymentId: string | null;
  userId: string | null;
  providerPaymentId: string;
  currencyCode: string;
  /** In the currency's units. */
  amount: string;
  /** `"0.00"` while its value is unknown. */
  amountUsd: string;
  evidence: unknown;
  at: Date;
}

/**
 * Puts an amount into suspense until staff decide. The caller adds it to the payment in the same database
 * transaction.
 */
export async function openSuspenseItem(trx: Knex.Transaction, arrival: Arrival): Promise<SuspenseItem> {
  const { at, ...item } = arrival;
  return await SuspenseItem.query(trx).insertAndFetch({ id: newId(at), ...item, createdAt: at });
}

/** Records an amount that the provider has returned itself. */
export async function recordProviderRefund(trx: Knex.Transaction, arrival: Arrival): Promise<void> {
  const { at, ...item } = arrival;
  await SuspenseItem.query(trx).insert({
    id: newId(at),
    ...item,
    status: 'returned',
    note: 'refunded by the provider',
    resolvedByKind: 'system',
    resolvedByName: 'provider',
    resolvedAt: at,
    createdAt: at,
  });
}

/** Closes a payment's open items: the credit of the payment contains them. */
export async function absorbSuspenseItems(trx: Knex.Transaction, paymentId: string, at: Date): Promise<void> {
  await SuspenseItem.query(trx).where({ paymentId, status: 'open' }).patch({
    status: 'credited',
    note: 'part of the credit of its own payment',
    resolvedByKind: 'system',
    resolvedByName: 'provider',
    resolvedAt: at,
  });
}
