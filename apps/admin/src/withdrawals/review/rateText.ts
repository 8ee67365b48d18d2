import { coinText, priceText } from '../../fields/formats.ts';
import { plural, t } from '../../texts/t.ts';

/** How long a fixed rate is still valid. */
export interface RateCountdown {
  /** Shown: "The rate is valid for 12 min", "The rate is valid for 45 s". */
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
      text: t('The rate has expired'),
      announcement: t('The rate has expired.'),
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
    ? t('The rate is valid for less than a minute.')
    : leftMs <= 5 * MINUTE_MS
      ? t('The rate is valid for less than five minutes.')
      : '';
  return {
    text: VALID_FOR[unit](Math.ceil(leftMs / unitMs)),
    announcement,
    isExpired: false,
    isUrgent,
    nextMs: leftMs % unitMs || unitMs,
  };
}

const VALID_FOR: Record<'s' | 'min' | 'h' | 'days', (count: number) => string> = {
  s: (count) => t('The rate is valid for {count} s', { count }),
  min: (count) => t('The rate is valid for {count} min', { count }),
  h: (count) => t('The rate is valid for {count} h', { count }),
  days: (count) =>
    plural(count, {
      one: 'The rate is valid for {count} day',
      other: 'The rate is valid for {count} days',
    }),
};

/** "1 BTC = $67,321.12": two decimals from one dollar up, more below. */
export const rateText = (currency: string, rateUsd: string): string =>
  `${coinText('1', currency)} = ${priceText(rateUsd)}`;
