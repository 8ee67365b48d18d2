import { z } from 'zod';
import type { Core } from '../core.ts';
import { decimalInput } from '../money/decimalInput.ts';
import type { PaymentRecord } from './paymentRecord.ts';

const text = z.string('must be a string').max(1000, 'is too long');

/** Body of the status control: anything about a payment, in the provider's own field names. */
export const statusOverride = z
  .strictObject({
    payment_status: text.min(1).max(64),
    price_amount: decimalInput,
    pay_amount: decimalInput,
    actually_paid: decimalInput,
    outcome_amount: decimalInput,
    outcome_currency: text,
    pay_currency: text,
    pay_address: text,
    payin_extra_id: text.nullable(),
    payin_hash: text.nullable(),
    payout_hash: text.nullable(),
    order_id: text.nullable(),
    order_description: text.nullable(),
    /** false: change it quietly, as when an IPN never leaves. */
    send_ipn: z.boolean('must be a boolean'),
  })
  .partial();

export type StatusOverride = z.infer<typeof statusOverride>;

/**
 * Sets anything, unknown statuses included, ends a walk that is under way, and sends the IPN of the new
 * state. Throws 404 for an unknown payment.
 */
export const setPaymentStatus = async (
  core: Core,
  paymentId: string,
  override: StatusOverride,
): Promise<PaymentRecord> => {
  const payment = core.store.require(paymentId);
  payment.walk = [];
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
  core.store.save(payment);
  if (override.send_ipn !== false) await core.ipns.send(payment);
  return payment;
};

const given = (fields: Partial<PaymentRecord>): Partial<PaymentRecord> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
