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
  /** `"0.00"` when nobody can say yet what it is worth. */
  amountUsd: string;
  evidence: unknown;
  at: Date;
}

/**
 * Puts an amount aside until a person decides. The caller counts it on the payment in the same database
 * transaction.
 */
export async function openSuspenseItem(trx: Knex.Transaction, arrival: Arrival): Promise<SuspenseItem> {
  const { at, ...item } = arrival;
  return await SuspenseItem.query(trx).insertAndFetch({ id: newId(at), ...item, createdAt: at });
}

/** Notes an amount that the provider itself gave back. */
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

/** Closes a payment's open items because the payment's own credit now contains them. */
export async function absorbSuspenseItems(trx: Knex.Transaction, paymentId: string, at: Date): Promise<void> {
  await SuspenseItem.query(trx).where({ paymentId, status: 'open' }).patch({
    status: 'credited',
    note: 'part of the credit of its own payment',
    resolvedByKind: 'system',
    resolvedByName: 'provider',
    resolvedAt: at,
  });
}
