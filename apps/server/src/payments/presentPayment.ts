import {
  explorerLink,
  formatUsd,
  networkLabel,
  payableAmount,
  paymentCan,
  paymentOutput,
  paymentQrData,
  paymentStatusColor,
  trimAmount,
  usdDisplay,
  currencyDisplayName,
} from '@paydesk/types';
import type { z } from 'zod';
import type { Currency } from '../models/Currency.ts';
import type { Payment } from '../models/Payment.ts';

const iso = (time: Date | null) => time?.toISOString() ?? null;
const crypto = (amount: string | null) => (amount === null ? null : trimAmount(amount));

const payable = (amount: string | null, currency: Currency) =>
  amount === null ? null : payableAmount(amount, currency.decimalPlaces);

/**
 * A payment as it goes over the wire. The provider's full report and the flag for staff are for staff and
 * apps, not for end users.
 */
export function presentPayment(
  payment: Payment,
  currency: Currency,
  view: { publicUrl: string; withProviderData: boolean },
): z.infer<typeof paymentOutput> {
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
    paymentUrl: `${view.publicUrl}/pay/${payment.checkoutToken}`,
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
    needsAttention: view.withProviderData ? payment.needsAttention : null,
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
    ...(view.withProviderData && { providerData: payment.providerData }),
  };
}
