import { dates } from '../fields/formats.ts';
import type { DashboardRange } from '../providers/records.ts';
import { t } from '../texts/t.ts';

type Granularity = DashboardRange['granularity'];
interface Span {
  from: string;
  until: string;
}

const FORMATS: Record<Granularity, Intl.DateTimeFormat> = {
  hour: new Intl.DateTimeFormat(dates, { weekday: 'short', hour: 'numeric', minute: '2-digit' }),
  day: new Intl.DateTimeFormat(dates, { month: 'short', day: 'numeric' }),
  week: new Intl.DateTimeFormat(dates, { month: 'short', day: 'numeric' }),
  month: new Intl.DateTimeFormat(dates, { month: 'short', year: 'numeric' }),
};
const DATE = new Intl.DateTimeFormat(dates, { dateStyle: 'medium' });
const TIME = new Intl.DateTimeFormat(dates, { timeStyle: 'short' });
const DATE_TIME = new Intl.DateTimeFormat(dates, { dateStyle: 'medium', timeStyle: 'short' });

/** Under an axis: where a part begins. */
export const bucketLabel = ({ from }: Span, granularity: Granularity): string =>
  FORMATS[granularity].format(new Date(from));

/** The whole part: an hour with its date, a day, or the first and the last day. */
export function bucketTitle(span: Span, granularity: Granularity): string {
  if (granularity === 'hour')
    return DATE_TIME.formatRange(new Date(span.from), new Date(Date.parse(span.until) + 1));
  return spanText(span);
}

/** "Nov 1 – 28, 2026": both days are included; "…, until 11:00 PM" where it ends within the last one. */
export function spanText({ from, until }: Span): string {
  const [start, end] = [new Date(from), new Date(until)];
  const days = DATE.formatRange(start, end);
  const next = new Date(end.getTime() + 1);
  const isWhole = next.getHours() === 0 && next.getMinutes() === 0;
  return isWhole ? days : t('{days}, until {time}', { days, time: TIME.format(next) });
}
