import { formatUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import { originKeyOf, type OriginKey } from '../origin/originKey.ts';
import type { Payment } from '../models/Payment.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';

/** What an order description says of a payment that this desk created. */
export type DescribedPayment = Pick<
  Payment,
  'internalPaymentId' | 'userId' | 'amountUsd' | 'currencyCode' | 'createdAt'
>;

const PREFIX = 'paydesk-1';

/**
 * The text that the provider keeps beside the order id: for whom a payment was created, with a MAC. After a restore it
 * is all that is left of a payment that the database has lost. Undefined in a process without the key.
 */
export function describeOrder(db: Knex, payment: DescribedPayment): string | undefined {
  const key = originKeyOf(db);
  if (key === null) return undefined;
  const { userId, amountUsd, currencyCode, createdAt } = payment;
  const mac = key.sign(signedValues(payment));
  return [PREFIX, userId, formatUsd(amountUsd), currencyCode, createdAt.toISOString(), mac].join(' ');
}

/**
 * The payment that a report is about, if this desk described it and it was for this order. Null for any other text: what
 * stands in it says nothing.
 */
export function readOrderDescription(db: Knex, report: ProviderReport): DescribedPayment | null {
  const key = originKeyOf(db);
  if (key === null || report.orderId === null || report.orderDescription === null) return null;
  const [prefix, userId, amountUsd, currencyCode, createdAt, mac, ...more] =
    report.orderDescription.split(' ');
  if (prefix !== PREFIX || mac === undefined || more.length > 0) return null;
  if (!userId || !amountUsd || !currencyCode || !createdAt) return null;
  const described = {
    internalPaymentId: report.orderId,
    userId,
    amountUsd,
    currencyCode,
    createdAt: new Date(createdAt),
  };
  return isSigned(key, mac, described, createdAt) ? described : null;
}

const isSigned = (key: OriginKey, mac: string, described: DescribedPayment, createdAt: string): boolean =>
  !Number.isNaN(described.createdAt.getTime()) &&
  described.createdAt.toISOString() === createdAt &&
  key.isValid(mac, signedValues(described));

const signedValues = (payment: DescribedPayment): string[] => [
  'order description',
  payment.internalPaymentId,
  payment.userId,
  formatUsd(payment.amountUsd),
  payment.currencyCode,
  payment.createdAt.toISOString(),
];
