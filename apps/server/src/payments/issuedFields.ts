import type { Payment } from '../models/Payment.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';

/** The provider watches an address for a week: a later end is a mistake, and would keep the desk asking. */
const LONGEST_VALIDITY_MS = 30 * 24 * 3_600_000;

/**
 * What the provider's first answer sets on a payment: its id there, the address, the amount and the expiry.
 */
export function issuedFields(report: ProviderReport, now: Date): Partial<Payment> {
  const validUntil = report.validUntil ?? report.expirationEstimateAt;
  return {
    providerPaymentId: report.providerPaymentId,
    providerStatus: report.rawStatus,
    providerData: report.raw,
    ...(report.payAddress !== null && { payAddress: report.payAddress }),
    ...(report.payinExtraId !== null && { payinExtraId: report.payinExtraId }),
    ...(report.payAmount !== null && { payAmount: report.payAmount }),
    ...(validUntil !== null && {
      expiresAt: new Date(Math.min(validUntil.getTime(), now.getTime() + LONGEST_VALIDITY_MS)),
    }),
  };
}
