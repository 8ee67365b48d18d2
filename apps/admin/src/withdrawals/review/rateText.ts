import { Decimal } from '@paydesk/types/rules';
import { shortUsd } from '../../fields/formats.ts'; /** How long a fixed rate is still valid. */
export interface RateCountdown {
  /** Shown: "is valid for 12 min", "is valid for 45 s". */
  text: string;
  /** For screen readers: changes only at thresholds, so that they do not announce every second. */
  announcement: string;
  isExpired: boolean;
  /** In the last minute, when seconds are shown. */
  isUrgent: boolean;
  /** After how many milliseconds the text changes. */
  nextMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * The countdown with `leftMs` milliseconds until the rate expires. Whole units, rounded up, so that "1 min"
 * is never less than the time left.
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
    ? 'The rate is valid for less than a minute.'
    : leftMs <= 5 * MINUTE_MS
      ? 'The rate is valid for less than five minutes.'
      : '';
  return {
    text: `is valid for ${Math.ceil(leftMs / unitMs)} ${unit}`,
    announcement,
    isExpired: false,
    isUrgent,
    nextMs: leftMs % unitMs || unitMs,
  };
}

const DIGITS = 7;

/** "1 BTC = $67,321.12": two decimals from one dollar up, more below. */
export function rateText(currency: string, rateUsd: string): string {
  const rate = new Decimal(rateUsd);
  return `1 ${currency} = ${rate.greaterThanOrEqualTo(1) ? shortUsd(rate.toFixed(2)) : `$${rate.toSignificantDigits(DIGITS).toFixed()}`}`;
}
