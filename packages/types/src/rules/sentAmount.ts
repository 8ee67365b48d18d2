import { Decimal } from './money.ts';

/**
 * How far the amount that was sent may be from the amount that was fixed, as a fraction. Beyond it recording the
 * payout needs a reason and another person. A database trigger holds the same value (`require_agreed_amount`).
 */
export const SENT_AMOUNT_TOLERANCE = '0.02';

export interface SentAmountDeviation {
  /** In percent with two places, such as `-3.25`; null: no amount was fixed to compare with. */
  percent: string | null;
  /** Recording it needs a reason and another person. */
  isLarge: boolean;
}

/**
 * How far a sent amount is from the fixed one. `sent` undefined: the fixed amount was sent. Amounts are decimal strings
 * in units of the currency.
 */
export function sentAmountDeviation(
  fixed: string | null,
  sent: string | null | undefined,
): SentAmountDeviation {
  if (sent === null || sent === undefined) return { percent: '0.00', isLarge: false };
  if (fixed === null || new Decimal(fixed).isZero()) return { percent: null, isLarge: true };
  const change = new Decimal(sent).minus(fixed);
  return {
    percent: change.dividedBy(fixed).times(100).toFixed(2),
    isLarge: change.abs().greaterThan(new Decimal(fixed).times(SENT_AMOUNT_TOLERANCE)),
  };
}
