import { type DashboardComparison, DASHBOARD_COMPARISONS } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';

/** The ranges that the picker offers, in its order. */
export const PRESETS = {
  today: t('Today'),
  '7d': t('Last 7 days'),
  '30d': t('Last 30 days'),
  '90d': t('Last 90 days'),
  thisMonth: t('This month'),
  lastMonth: t('Last month'),
  thisYear: t('This year'),
  custom: t('Custom'),
};
export type Preset = keyof typeof PRESETS;

export const COMPARISONS: Record<DashboardComparison, string> = {
  previousPeriod: t('Previous period'),
  previousYear: t('Same days last year'),
  none: t('Nothing'),
};

/** Whole days, both included, such as `2026-11-28`. */
export interface Days {
  from: string;
  until: string;
}

/** What an address asks for; what it gets wrong falls back to the last 30 days and the period before. */
export interface RangeChoice extends Days {
  preset: Preset;
  compareTo: DashboardComparison;
}

const DEFAULT_PRESET = '30d';
const DEFAULT_COMPARISON = 'previousPeriod';

/** Reads `range`, `from`, `until` and `compare` of an address. `now` has the date of the person's time zone. */
export function readChoice(params: URLSearchParams, now: Date): RangeChoice {
  const asked = params.get('range') ?? DEFAULT_PRESET;
  const preset = Object.hasOwn(PRESETS, asked) ? (asked as Preset) : DEFAULT_PRESET;
  const compare = params.get('compare');
  const compareTo = DASHBOARD_COMPARISONS.find((one) => one === compare) ?? DEFAULT_COMPARISON;
  const days = preset === 'custom' ? customDays(params, now) : daysOf(preset, now);
  return { preset, compareTo, ...days };
}

/** The address of a choice: only what differs from the default, and the days of a custom range. */
export function writeChoice({ preset, compareTo, from, until }: RangeChoice): Record<string, string> {
  return {
    ...(preset !== DEFAULT_PRESET && { range: preset }),
    ...(preset === 'custom' && { from, until }),
    ...(compareTo !== DEFAULT_COMPARISON && { compare: compareTo }),
  };
}

/** The days of a preset on the day of `now`. */
export function daysOf(preset: Exclude<Preset, 'custom'>, now: Date): Days {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const today = dateText(year, month, day);
  switch (preset) {
    case 'today':
      return { from: today, until: today };
    case '7d':
      return { from: dateText(year, month, day - 6), until: today };
    case '30d':
      return { from: dateText(year, month, day - 29), until: today };
    case '90d':
      return { from: dateText(year, month, day - 89), until: today };
    case 'thisMonth':
      return { from: dateText(year, month, 1), until: today };
    case 'lastMonth':
      return { from: dateText(year, month - 1, 1), until: dateText(year, month, 0) };
    case 'thisYear':
      return { from: dateText(year, 0, 1), until: today };
  }
}

/** A date of the calendar; days and months beyond its ends are those of the neighbours. */
const dateText = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

function customDays(params: URLSearchParams, now: Date): Days {
  const [from, until] = [params.get('from') ?? '', params.get('until') ?? ''];
  return isDate(from) && isDate(until) ? { from, until } : daysOf(DEFAULT_PRESET, now);
}

const isDate = (text: string): boolean =>
  /^2\d{3}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);
