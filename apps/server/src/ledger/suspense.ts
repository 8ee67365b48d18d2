import { Decimal, formatUsd, sumUsd, type SuspenseReason } from '@paydesk/types';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import type { Payment } from '../models/Payment.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { changeSigned } from '../origin/stampOrigin.ts';

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

/**
 * Takes the value off a payment's open items: it is in doubt, and whoever credits one enters it. Returns what they were
 * worth in USD.
 */
export async function withdrawSuspenseValues(trx: Knex.Transaction, payment: Payment): Promise<string> {
  const items = await SuspenseItem.query(trx)
    .where({ paymentId: payment.id, status: 'open' })
    .where('amountUsd', '>', '0')
    .forUpdate();
  const withdrawnUsd = sumUsd(items.map(({ amountUsd }) => formatUsd(amountUsd)));
  if (items.length === 0) return withdrawnUsd;
  for (const item of items)
    await changeSigned(
      trx,
      'suspense_item',
      item.id,
      async () => await item.$query(trx).patch({ amountUsd: '0.00' }),
    );
  await payment.$query(trx).patch({
    suspenseAmountUsd: formatUsd(new Decimal(payment.suspenseAmountUsd).minus(withdrawnUsd)),
    actualAmountUsd: formatUsd(new Decimal(payment.actualAmountUsd).minus(withdrawnUsd)),
  });
  return withdrawnUsd;
}
