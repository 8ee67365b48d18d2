import type { SimulatorContext } from '../context.ts';
import { distortPayment } from '../faults/distort.ts';
import { noIpnYet } from '../errors/providerError.ts';
import type { PaymentRecord } from '../records/paymentRecord.ts';
import { presentIpn } from './presentPayment.ts';

/**
 * Sends the payment's current state and waits for the first attempt. Nothing is sent without a secret or a
 * callback URL.
 */
export const sendPaymentIpn = async (ctx: SimulatorContext, payment: PaymentRecord): Promise<void> => {
  if (!ctx.settings.ipnSecret || payment.ipnCallbackUrl === null) return;
  const body = JSON.stringify(distortPayment(ctx.faults, presentIpn(payment)));
  payment.lastIpnBody = body;
  ctx.payments.keep(payment);
  await ctx.ipns.send({
    paymentId: payment.paymentId,
    payoutId: null,
    status: payment.status,
    url: payment.ipnCallbackUrl,
    body,
  });
};

/** Sends the last IPN again, unchanged. Throws 404 when there has been none. */
export const resendPaymentIpn = async (ctx: SimulatorContext, payment: PaymentRecord): Promise<void> => {
  if (payment.lastIpnBody === null || payment.ipnCallbackUrl === null) throw noIpnYet();
  const { payment_status: status } = JSON.parse(payment.lastIpnBody) as { payment_status: string };
  await ctx.ipns.send({
    paymentId: payment.paymentId,
    payoutId: null,
    status,
    url: payment.ipnCallbackUrl,
    body: payment.lastIpnBody,
  });
};
