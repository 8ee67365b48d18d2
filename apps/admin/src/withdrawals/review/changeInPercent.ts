import { Decimal } from '@paydesk/types/rules';

/**
 * By how much an amount has changed, in percent of what it was, one place: `"-0.7"`. Null when there was
 * nothing.
 */
export function changeInPercent(before: string, now: string): string | null {
  const was = new Decimal(before);
  if (was.isZero()) return null;
  const change = new Decimal(now).minus(was).dividedBy(was).times(100).toDecimalPlaces(1);
  return change.isZero() ? '0.0' : change.toFixed(1);
}
