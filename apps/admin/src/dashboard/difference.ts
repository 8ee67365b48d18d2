import { Decimal } from '@paydesk/types/rules';
import { signedUsd } from '../fields/formats.ts';
import { locale } from '../texts/currentLanguage.ts';
import { plural, t } from '../texts/t.ts';

/** How an amount compares with an earlier one: a direction, and the whole sentence. */
export interface Difference {
  direction: 'more' | 'less' | 'same';
  text: string;
}

/** "12.5% more (+$40.00)", "5% less (−$2.00)", "the same"; without a share where there was nothing before. */
export function difference(amount: string, before: string): Difference {
  const change = new Decimal(amount).minus(before);
  if (change.isZero()) return { direction: 'same', text: t('the same') };
  const signed = signedUsd(change.toFixed(2)).replace('-', '−');
  return change.isPositive()
    ? { direction: 'more', text: moreText(change, new Decimal(before), signed) }
    : { direction: 'less', text: lessText(change, new Decimal(before), signed) };
}

/** A part of a whole in percent, with at most one decimal place; null of nothing. */
export function percentOf(part: string | number, whole: string | number): string | null {
  const all = new Decimal(whole);
  return all.isZero() ? null : percentText(new Decimal(part).times(100).dividedBy(all));
}

function moreText(change: Decimal, before: Decimal, difference: string): string {
  if (before.isZero()) return t('{difference}, none before', { difference });
  const percent = percentOfChange(change, before);
  if (percent.lessThan(1000))
    return t('{share} more ({difference})', { share: percentText(percent), difference });
  return plural(
    percent.dividedBy(100).plus(1).round().toNumber(),
    { one: '{count} times as much ({difference})', other: '{count} times as much ({difference})' },
    { difference },
  );
}

function lessText(change: Decimal, before: Decimal, difference: string): string {
  if (before.isZero()) return t('{difference}, none before', { difference });
  return t('{share} less ({difference})', {
    share: percentText(percentOfChange(change, before)),
    difference,
  });
}

const percentOfChange = (change: Decimal, before: Decimal): Decimal =>
  change.abs().times(100).dividedBy(before.abs());

const PERCENT = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });

/** With at most one decimal place: 99.96 is not all, and 0.04 is not nothing. */
function percentText(percent: Decimal): string {
  if (percent.greaterThan(0) && percent.lessThan('0.1')) return `<${PERCENT.format(0.001)}`;
  const rounding = percent.lessThan(100) ? Decimal.ROUND_DOWN : Decimal.ROUND_HALF_UP;
  return PERCENT.format(percent.toDecimalPlaces(1, rounding).dividedBy(100).toNumber());
}
