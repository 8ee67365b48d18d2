import { statusLabel } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import type { Payment } from '../models/Payment.ts';
import { presentPayment } from '../payments/presentPayment.ts';
import type { CommandResult } from './command.ts';
import { facts } from './table.ts';

/** A payment for people and for programs; the latter get what the API gives. */
export async function showPayment(ctx: AppContext, payment: Payment): Promise<CommandResult> {
  const currency = await Currency.query(ctx.knex).findOne({ code: payment.currencyCode }).throwIfNotFound();
  const json = presentPayment(payment, currency, ctx.settings.publicUrl);
  const text = facts({
    Payment: json.internalPaymentId,
    Id: json.id,
    Status: statusLabel(json.status),
    'Needs attention': json.needsAttention,
    User: json.userId,
    Amount: json.amountDisplay,
    'To pay': json.payAmount === null ? null : `${json.payAmount} ${json.currencyDisplayName}`,
    Address: json.payAddress,
    [json.extraIdName ?? 'Memo']: json.payinExtraId,
    Checkout: json.paymentUrl,
    'At the provider': [json.providerPaymentId, json.providerStatus]
      .filter((known) => known !== null)
      .join(', '),
    Arrived: json.actualAmount === null ? null : `${json.actualAmount} (${json.actualAmountUsd} USD)`,
    Credited: nonZero(json.creditedAmountUsd),
    'In suspense': nonZero(json.suspenseAmountUsd),
    Returned: nonZero(json.returnedAmountUsd),
    Transaction: json.transactionHash,
    Created: json.createdAt,
    Expires: json.status === 'pending' ? json.expiresAt : null,
    Completed: json.completedAt,
  });
  return { json, text };
}

const nonZero = (amountUsd: string) => (amountUsd === '0.00' ? null : `${amountUsd} USD`);
