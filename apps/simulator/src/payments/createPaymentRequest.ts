import { z } from 'zod';
import { isNumberToken, type NumberToken } from '../json/exactJson.ts';
import { callbackUrl, currencyCode, optional, positiveDecimal, shortText } from '../input/fields.ts';

const idInput = z.union(
  [shortText, z.custom<NumberToken>(isNumberToken).transform((token) => token.rawJSON)],
  'must be a string',
);
const flag = z
  .boolean('must be a boolean')
  .nullish()
  .transform((value) => value ?? false);

/** Body of POST /v1/payment. Fields that the provider does not document are ignored. */
export const createPaymentRequest = z.object(
  {
    price_amount: positiveDecimal,
    price_currency: currencyCode,
    pay_currency: currencyCode,
    pay_amount: optional(positiveDecimal),
    ipn_callback_url: callbackUrl,
    order_id: optional(idInput),
    order_description: optional(shortText),
    payout_address: optional(shortText),
    payout_currency: optional(currencyCode),
    payout_extra_id: optional(shortText),
    purchase_id: optional(idInput),
    is_fixed_rate: flag,
    is_fee_paid_by_user: flag,
  },
  'Request body must be a JSON object',
);

export type CreatePaymentRequest = z.infer<typeof createPaymentRequest>;
