import { language, locale } from '../texts/currentLanguage.ts';
import { t } from '../texts/t.ts';
import { once } from '../texts/translate.ts';
import { createAmounts } from '../texts/createAmounts.ts';

export { dates, localTime } from '../texts/times.ts';

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
