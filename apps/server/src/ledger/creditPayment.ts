import { formatUsd, Decimal } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import type { Payment } from '../models/Payment.ts';
import type { Transaction } from '../models/Transaction.ts';
import { postTransaction } from './postTransaction.ts';

/**
 * Credits a payment: posts the deposit and adds it to the payment, in the caller's database transaction,
 * which must hold the payment's row lock. The unique index `transactions_one_credit_per_payment` refuses a
 * second credit.
 */
export async function creditPayment(
  trx: Knex.Transaction,
  payment: Payment,
  credit: {
    amountUsd: string;
    actor: Actor;
    at: Date;
    description?: string;
    metadata?: Record<string, unknown>;
  },
): Promise<Transaction> {
  const deposit = await postTransaction(trx, {
    userId: payment.userId,
    transactionType: 'deposit',
    amountUsd: credit.amountUsd,
    paymentId: payment.id,
    actor: credit.actor,
    at: credit.at,
    description: credit.description ?? `Payment completed - ${payment.internalPaymentId}`,
    metadata: {
      currencyCode: payment.currencyCode,
      internalPaymentId: payment.internalPaymentId,
      ...credit.metadata,
    },
  });
  payment.creditedAmountUsd = formatUsd(new Decimal(payment.creditedAmountUsd).plus(credit.amountUsd));
  return deposit;
}
