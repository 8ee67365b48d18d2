import {
  explorerLink,
  formatUsd,
  networkLabel,
  payableAmount,
  paymentCan,
  type paymentOutput,
  paymentQrData,
  paymentStatusColor,
  trimAmount,
  usdDisplay,
  currencyDisplayName,
} from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import type { Payment } from '../models/Payment.ts';

type PaymentOutput = z.infer<typeof paymentOutput>;

const iso = (time: Date | null) => time?.toISOString() ?? null;
const crypto = (amount: string | null) => (amount === null ? null : trimAmount(amount));

const payable = (amount: string | null, currency: Currency) =>
  amount === null ? null : payableAmount(amount, currency.decimalPlaces);

/** Payments as they go over the wire, in order. */
export async function presentPayments(
  { knex, settings }: AppContext,
  payments: readonly Payment[],
  { forUser }: { forUser: boolean },
): Promise<PaymentOutput[]> {
  const codes = [...new Set(payments.map((payment) => payment.currencyCode))];
  const currencies = new Map(
    (await Currency.query(knex).whereIn('code', codes)).map((currency) => [currency.code, currency]),
  );
  return payments.map((payment) => {
    const currency = currencies.get(payment.currencyCode);
    if (currency === undefined) throw new Error(`the currency ${payment.currencyCode} is missing`);
    const shown = presentPayment(payment, currency, settings.publicUrl);
    return forUser ? paymentForUser(shown) : shown;
  });
}

/** The provider's full report and the flag for staff are for staff and apps, not for end users. */
export function paymentForUser({ providerData: _report, ...payment }: PaymentOutput): PaymentOutput {
  return { ...payment, needsAttention: null };
}

/** A payment as it goes over the wire to staff and apps. */
export function presentPayment(payment: Payment, currency: Currency, publicUrl: string): PaymentOutput {
  const network = currency.network;
  return {
    id: payment.id,
    userId: payment.userId,
    internalPaymentId: payment.internalPaymentId,
    amountUsd: formatUsd(payment.amountUsd),
    amountDisplay: usdDisplay(payment.amountUsd),
    currencyCode: payment.currencyCode,
    currencyDisplayName: currencyDisplayName(currency),
    network,
    networkName: networkLabel(network) ?? network,
    payAmount: payable(payment.payAmount, currency),
    provider: payment.provider,
    providerPaymentId: payment.providerPaymentId,
    parentPaymentId: payment.parentPaymentId,
    status: payment.status,
    providerStatus: payment.providerStatus,
    payAddress: payment.payAddress,
    payinExtraId: payment.payinExtraId,
    extraIdName: currency.extraIdName,
    paymentUrl: `${publicUrl}/pay/${payment.checkoutToken}`,
    qrData: paymentQrData({
      network,
      token: currency.token,
      contractAddress: currency.contractAddress,
      chainDecimals: currency.chainDecimals,
      payAddress: payment.payAddress,
      payAmount: payable(payment.payAmount, currency),
      payinExtraId: payment.payinExtraId,
    }),
    transactionHash: payment.transactionHash,
    explorerLink: explorerLink(network, payment.transactionHash),
    confirmationsCount: payment.confirmationsCount,
    actualAmount: crypto(payment.actualAmount),
    actualAmountUsd: formatUsd(payment.actualAmountUsd),
    creditedAmountUsd: formatUsd(payment.creditedAmountUsd),
    suspenseAmountUsd: formatUsd(payment.suspenseAmountUsd),
    returnedAmountUsd: formatUsd(payment.returnedAmountUsd),
    feeAmountUsd: formatUsd(payment.feeAmountUsd),
    inFlightAmountUsd: formatUsd(payment.inFlightAmountUsd),
    description: payment.description,
    orderId: payment.orderId,
    metadata: payment.metadata ?? {},
    needsAttention: payment.needsAttention,
    isPending: payment.status === 'pending',
    isCompleted: payment.status === 'completed',
    canBeCancelled: paymentCan.cancel(payment).allowed,
    statusColor: paymentStatusColor(payment.status),
    expiresAt: iso(payment.expiresAt),
    completedAt: iso(payment.completedAt),
    statusChangedAt: payment.statusChangedAt.toISOString(),
    checkedAt: iso(payment.checkedAt),
    createdAt: payment.createdAt.toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
    providerData: payment.providerData,
  };
}
