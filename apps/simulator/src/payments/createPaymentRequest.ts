import { z } from 'zod';
import { isNumberToken, type NumberToken } from '../json/exactJson.ts';
import { Decimal } from '../money/decimal.ts';
import { decimalInput } from '../money/decimalInput.ts';

const code = z.string('must be a string').min(1, 'is required').max(32, 'is too long');
const shortText = z.string('must be a string').max(1000, 'is too long');
const positive = decimalInput.refine((amount) => new Decimal(amount).gt(0), 'must be greater than 0');
const idInput = z.union(
  [shortText, z.custom<NumberToken>(isNumberToken).transform((token) => token.rawJSON)],
  'must be a string',
);
const optional = <T extends z.ZodType>(field: T) => field.nullish().transform((value) => value ?? undefined);
const flag = z
  .boolean('must be a boolean')
  .nullish()
  .transform((value) => value ?? false);

/** Body of POST /v1/payment. Fields that the provider does not document are ignored. */
export const createPaymentRequest = z.object(
  {
    price_amount: positive,
    price_currency: code,
    pay_currency: code,
    pay_amount: optional(positive),
    ipn_callback_url: optional(shortText.regex(/^https?:\/\/\S+$/, 'must be a valid http or https url')),
    order_id: optional(idInput),
    order_description: optional(shortText),
    payout_address: optional(shortText),
    payout_currency: optional(code),
    payout_extra_id: optional(shortText),
    purchase_id: optional(idInput),
    is_fixed_rate: flag,
    is_fee_paid_by_user: flag,
  },
  'Request body must be a JSON object',
);

export type CreatePaymentRequest = z.infer<typeof createPaymentRequest>;
