import { Decimal } from '@paydesk/types/rules';
import { shortUsd } from '../fields/formats.ts';

/** How an amount compares with an earlier one: a direction, and the whole sentence. */
export interface Difference {
  direction: 'more' | 'less' | 'same';
  text: string;
}

/** "12.5% more (+$40.00)", "5% less (−$2.00)", "the same"; without a share where there was nothing before. */
export function difference(amount: string, before: string): Difference {
  const change = new Decimal(amount).minus(before);
  if (change.isZero()) return { direction: 'same', text: 'the same' };
  const direction = change.isPositive() ? 'more' : 'less';
  const absolute = `${change.isPositive() ? '+' : '−'}${shortUsd(change.abs().toFixed(2))}`;
  const share = shareText(change, new Decimal(before));
  return {
    direction,
    text: share === null ? `${absolute}, none before` : `${share} ${direction} (${absolute})`,
  };
}

/** A part of a whole in percent, with at most one decimal place; null of nothing. */
export function percentOf(part: string | number, whole: string | number): string | null {
  const all = new Decimal(whole);
  return all.isZero() ? null : `${oneDecimal(new Decimal(part).times(100).dividedBy(all))}%`;
}

function shareText(change: Decimal, before: Decimal): string | null {
  if (before.isZero()) return null;
  const percent = change.abs().times(100).dividedBy(before.abs());
  if (percent.greaterThanOrEqualTo(1000)) return `${percent.dividedBy(100).plus(1).toFixed(0)} times`;
  return `${oneDecimal(percent)}%`;
}

/** 99.96 is not all, and 0.04 is not nothing. */
function oneDecimal(percent: Decimal): string {
  if (percent.greaterThan(0) && percent.lessThan('0.1')) return '<0.1';
  const rounding = percent.lessThan(100) ? Decimal.ROUND_DOWN : Decimal.ROUND_HALF_UP;
  return percent.toDecimalPlaces(1, rounding).toString();
}
