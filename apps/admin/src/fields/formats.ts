import { language, locale } from '../texts/currentLanguage.ts';
import { t } from '../texts/t.ts';
import { once } from '../texts/translate.ts';
import { createAmounts } from './createAmounts.ts';

/** For times. In English the browser's own region decides the order of day and month, and 12 or 24 hours. */
export const dates = language === 'en' ? undefined : locale;

const long = once(() => new Intl.DateTimeFormat(dates, { dateStyle: 'medium', timeStyle: 'short' }));
const thisYear = once(
  () =>
    new Intl.DateTimeFormat(dates, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }),
);

/** The person's own date and time; without the year when it is the current one. */
export function localTime(at: string, now = new Date()): string {
  const date = new Date(at);
  return (date.getFullYear() === now.getFullYear() ? thisYear : long)().format(date);
}

/** The same time in UTC, to the second: "2026-11-03 14:05:09 UTC". */
export const utcTime = (at: string): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const STEPS = [
  { unit: t('d'), seconds: 86_400 },
  { unit: t('h'), seconds: 3600 },
  { unit: t('min'), seconds: 60 },
] as const;
const UNDER_A_MINUTE = t('under 1 min');

/** How old, in one whole unit: "3 h". Below a minute "under 1 min"; a time in the future counts as now. */
export function age(at: string, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - new Date(at).getTime()) / 1000);
  const step = STEPS.find((one) => seconds >= one.seconds);
  return step ? `${Math.floor(seconds / step.seconds)} ${step.unit}` : UNDER_A_MINUTE;
}

/** How long ago: "3 h ago", "just now". */
export function ago(at: string, now: Date): string {
  const duration = age(at, now);
  return duration === UNDER_A_MINUTE ? t('just now') : t('{duration} ago', { duration });
}

/** A sentence with its times (ISO 8601, UTC) in the person's own time zone. */
export const withLocalTimes = (sentence: string, now = new Date()): string =>
  sentence.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (at) => localTime(at, now));

/** Amounts in the page's language; what each is: `Amounts`. */
export const {
  shortUsd,
  usdText,
  signedUsd,
  priceText,
  coinText,
  decimalText,
  signedPercent,
  axisUsd,
  sizeText,
} = createAmounts(language);

/** English as it is written here: "a, b and c", without a comma before the "and". */
const list = once(() => new Intl.ListFormat(language === 'en' ? 'en-GB' : locale));

/** "a, b and c". */
export const listText = (parts: readonly string[]): string => list().format(parts);
