import { z } from 'zod';
import { CRYPTO_PATTERN, Decimal, formatUsd, trimAmount, USD_PATTERN } from '../rules/money.ts';

/**
 * A USD amount in an input: a string with at most two places. `"5"` and `"5.5"` are read as `"5.00"` and
 * `"5.50"`.
 */
export const usdInput = z
  .string()
  .regex(USD_PATTERN, 'must be a decimal string with at most two places, such as "99.99"')
  .transform((text) => formatUsd(text));

/** A USD amount above zero. */
export const positiveUsdInput = usdInput.refine(
  (text) => new Decimal(text).greaterThan(0),
  'must be more than 0.00',
);

/** A USD amount of zero or more. */
export const nonNegativeUsdInput = usdInput.refine(
  (text) => new Decimal(text).greaterThanOrEqualTo(0),
  'must not be negative',
);

/** A percentage from 0 to 50 with at most four places, such as `"1.5"`. */
export const percentInput = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,4})?$/, {
    error: 'must be a percentage with at most four places, such as "1.5"',
    abort: true,
  })
  .refine((text) => new Decimal(text).lessThanOrEqualTo(50), 'must be at most 50')
  .transform(trimAmount);

/** A crypto amount in an input: a decimal string of zero or more. */
export const cryptoInput = z
  .string()
  .regex(CRYPTO_PATTERN, 'must be a decimal string such as "0.015"')
  .transform(trimAmount);

/** A USD amount in an output. */
export const usdOutput = z.string().regex(/^-?\d+\.\d{2}$/);

/** A crypto amount in an output. */
export const cryptoOutput = z.string().regex(/^\d+(\.\d+)?$/);
