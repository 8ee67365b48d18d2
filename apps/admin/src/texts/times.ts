import { language, locale } from './currentLanguage.ts';
import { once } from './translate.ts';

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
