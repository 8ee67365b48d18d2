import { z } from 'zod';
import { Decimal } from '../money/decimal.ts';
import { callbackUrl, currencyCode, optional, positiveDecimal, shortText } from '../input/fields.ts';

/** Most decimal places that the provider accepts in a payout's amount. */
const PLACES = 6;

const withdrawal = z.object({
  address: shortText.min(1, 'is required'),
  currency: currencyCode,
  amount: positiveDecimal.refine(
    (amount) => new Decimal(amount).decimalPlaces() <= PLACES,
    `must have at most ${PLACES} decimal places`,
  ),
  extra_id: optional(shortText),
  ipn_callback_url: callbackUrl,
  payout_description: optional(shortText),
  unique_external_id: optional(shortText),
});

/** Body of POST /v1/payout. Scheduled payouts and amounts in fiat are not simulated. */
export const createPayoutRequest = z.object(
  {
    ipn_callback_url: callbackUrl,
    payout_description: optional(shortText),
    withdrawals: z
      .array(withdrawal, 'must be an array')
      .min(1, 'must not be empty')
      .max(1000, 'are too many'),
  },
  'Request body must be a JSON object',
);

export type CreatePayoutRequest = z.infer<typeof createPayoutRequest>;
