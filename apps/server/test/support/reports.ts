import { signIpn } from '@paydesk/simulator';
import type { Payment } from '../../src/models/Payment.ts';
import { readProviderReport, type ProviderReport } from '../../src/nowpayments/providerReport.ts';
import type { TestDesk } from './testDesk.ts';

/**
 * A report about this payment, as the provider words it. Fields may be changed; numbers are written as
 * strings, as after exact parsing.
 */
export function reportOn(payment: Payment, changes: Record<string, unknown> = {}): ProviderReport {
  const report = readProviderReport({
    payment_id: payment.providerPaymentId,
    payment_status: 'finished',
    order_id: payment.internalPaymentId,
    pay_address: payment.payAddress,
    pay_currency: payment.currencyCode.toLowerCase(),
    pay_amount: payment.payAmount,
    price_amount: payment.amountUsd,
    price_currency: 'usd',
    actually_paid: payment.payAmount,
    // As new as what is known: the desk's clock in tests may be far behind the real one.
    updated_at: (payment.providerUpdatedAt ?? payment.createdAt).toISOString(),
    ...changes,
  });
  if (report === null) throw new Error('this is no report');
  return report;
}

/** A signed notification about what the simulator holds for this payment now: body and headers. */
export function signedIpn(
  desk: TestDesk,
  body: object,
): { payload: string; headers: Record<string, string> } {
  const payload = JSON.stringify(body);
  return {
    payload,
    headers: {
      'content-type': 'application/json',
      'x-nowpayments-sig': signIpn(payload, desk.settings.provider.ipnSecret),
    },
  };
}
