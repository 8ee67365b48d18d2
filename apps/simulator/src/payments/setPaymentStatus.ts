import { z } from 'zod';
import type { SimulatorContext } from '../context.ts';
import { decimalInput, shortText } from '../input/fields.ts';
import type { PaymentRecord } from '../records/paymentRecord.ts';
import { sendPaymentIpn } from './sendPaymentIpn.ts';

/** Body of the status control: any field of a payment, in the provider's field names. */
export const statusOverride = z
  .strictObject({
    payment_status: shortText.min(1).max(64),
    price_amount: decimalInput,
    pay_amount: decimalInput,
    actually_paid: decimalInput,
    outcome_amount: decimalInput,
    outcome_currency: shortText,
    pay_currency: shortText,
    pay_address: shortText,
    payin_extra_id: shortText.nullable(),
    payin_hash: shortText.nullable(),
    payout_hash: shortText.nullable(),
    order_id: shortText.nullable(),
    order_description: shortText.nullable(),
    /** false: sends no IPN. */
    send_ipn: z.boolean('must be a boolean'),
  })
  .partial();

export type StatusOverride = z.infer<typeof statusOverride>;

/**
 * Sets any fields, unknown statuses included, drops the remaining steps, and sends the IPN of the new
 * state. Throws 404 for an unknown payment.
 */
export const setPaymentStatus = async (
  ctx: SimulatorContext,
  paymentId: string,
  override: StatusOverride,
): Promise<PaymentRecord> => {
  const payment = ctx.payments.require(paymentId);
  payment.steps = [];
  Object.assign(
    payment,
    given({
      status: override.payment_status,
      priceAmount: override.price_amount,
      payAmount: override.pay_amount,
      actuallyPaid: override.actually_paid,
      outcomeAmount: override.outcome_amount,
      outcomeCurrency: override.outcome_currency,
      payCurrency: override.pay_currency,
      payAddress: override.pay_address,
      payinExtraId: override.payin_extra_id,
      payinHash: override.payin_hash,
      payoutHash: override.payout_hash,
      orderId: override.order_id,
      orderDescription: override.order_description,
    } satisfies Partial<PaymentRecord>),
  );
  ctx.payments.save(payment);
  if (override.send_ipn !== false) await sendPaymentIpn(ctx, payment);
  return payment;
};

const given = (fields: Partial<PaymentRecord>): Partial<PaymentRecord> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
