import { Decimal } from '@paydesk/types/rules';
import { shortUsd } from '../../fields/formats.ts'; /** How long a fixed rate holds, told as calmly as the time left allows. */
export interface RateCountdown {
  /** For the eye: "holds for 12 min", "holds for 45 s". */
  text: string;
  /** For the ear: changes at thresholds only, so that nobody is talked to every second. */
  announcement: string;
  isExpired: boolean;
  /** The last minute: seconds are shown. */
  isUrgent: boolean;
  /** After how many milliseconds the words change. */
  nextMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * The words for so many milliseconds until the rate ends. Whole units, rounded up: "1 min" is never less than
 * what is left.
 */
export function rateCountdown(leftMs: number): RateCountdown {
  if (leftMs <= 0)
    return {
      text: 'has expired',
      announcement: 'The rate has expired.',
      isExpired: true,
      isUrgent: false,
      nextMs: Number.POSITIVE_INFINITY,
    };
  const isUrgent = leftMs <= MINUTE_MS;
  const unitMs = isUrgent
    ? SECOND_MS
    : leftMs <= 2 * HOUR_MS
      ? MINUTE_MS
      : leftMs <= 2 * DAY_MS
        ? HOUR_MS
        : DAY_MS;
  const unit = isUrgent ? 's' : unitMs === MINUTE_MS ? 'min' : unitMs === HOUR_MS ? 'h' : 'days';
  const announcement = isUrgent
    ? 'The rate holds for less than a minute.'
    : leftMs <= 5 * MINUTE_MS
      ? 'The rate holds for less than five minutes.'
      : '';
  return {
    text: `holds for ${Math.ceil(leftMs / unitMs)} ${unit}`,
    announcement,
    isExpired: false,
    isUrgent,
    nextMs: leftMs % unitMs || unitMs,
  };
}

const DIGITS = 7;

/** "1 BTC = $67,321.12": dollars with cents from one dollar on, more places below. */
export function rateText(currency: string, rateUsd: string): string {
  const rate = new Decimal(rateUsd);
  return `1 ${currency} = ${rate.greaterThanOrEqualTo(1) ? shortUsd(rate.toFixed(2)) : `$${rate.toSignificantDigits(DIGITS).toFixed()}`}`;
}
