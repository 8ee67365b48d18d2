import { age, localTime } from '../fields/formats.ts';
import type { TimeFormat } from './answer.ts';
import { timeOfDay } from './days.ts';

/** Times in the person's own time zone, seen from now. */
export const timeFormat = (now: Date): TimeFormat => ({
  now,
  at: (iso) => (new Date(iso).toDateString() === now.toDateString() ? timeOfDay(iso) : localTime(iso, now)),
  age: (iso) => age(iso, now),
});
