import { localeOf, type Language } from '../languages.ts';

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * "6 days, 23 hours" or "4 minutes, 9 seconds": the two largest units, in the language's own words; null when
 * the time is up.
 */
export function timeLeft(leftMs: number, language: Language): string | null {
  const seconds = Math.floor(leftMs / 1000);
  if (!(seconds > 0)) return null;
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  let rest = seconds;
  const parts = UNITS.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    return new Intl.NumberFormat(localeOf(language), { style: 'unit', unit, unitDisplay: 'long' }).format(
      count,
    );
  });
  return new Intl.ListFormat(localeOf(language), { type: 'unit' }).format(parts);
}
