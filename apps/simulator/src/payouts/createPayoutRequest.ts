import { z } from 'zod';
import { Decimal } from '../money/decimal.ts';
import { decimalInput } from '../money/decimalInput.ts';

const shortText = z.string('must be a string').max(1000, 'is too long');
const optional = <T extends z.ZodType>(field: T) => field.nullish().transform((value) => value ?? undefined);
const url = optional(shortText.regex(/^https?:\/\/\S+$/, 'must be a valid http or https url'));

/** The provider takes no more decimal places than this in a payout's amount. */
const PLACES = 6;

const withdrawal = z.object({
  address: shortText.min(1, 'is required'),
  currency: z.string('must be a string').min(1, 'is required').max(32, 'is too long'),
  amount: decimalInput
    .refine((amount) => new Decimal(amount).gt(0), 'must be greater than 0')
    .refine(
      (amount) => new Decimal(amount).decimalPlaces() <= PLACES,
      `must have at most ${PLACES} decimal places`,
    ),
  extra_id: optional(shortText),
  ipn_callback_url: url,
  payout_description: optional(shortText),
  unique_external_id: optional(shortText),
});

/** Body of POST /v1/payout. Scheduled payouts and amounts in fiat are not simulated. */
export const createPayoutRequest = z.object(
  {
    ipn_callback_url: url,
    payout_description: optional(shortText),
    withdrawals: z
      .array(withdrawal, 'must be an array')
      .min(1, 'must not be empty')
      .max(1000, 'are too many'),
  },
  'Request body must be a JSON object',
);

export type CreatePayoutRequest = z.infer<typeof createPayoutRequest>;
