import type { Payment } from '../models/Payment.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';

/**
 * What the provider's first answer sets on a payment: its id there, the address, the amount and the expiry.
 */
export function issuedFields(report: ProviderReport): Partial<Payment> {
  return {
    providerPaymentId: report.providerPaymentId,
    providerStatus: report.rawStatus,
    providerData: report.raw,
    ...(report.payAddress !== null && { payAddress: report.payAddress }),
    ...(report.payinExtraId !== null && { payinExtraId: report.payinExtraId }),
    ...(report.payAmount !== null && { payAmount: report.payAmount }),
    ...((report.validUntil ?? report.expirationEstimateAt) !== null && {
      expiresAt: report.validUntil ?? report.expirationEstimateAt,
    }),
  };
}
