import { type DashboardComparison, daysBetween, granularityOf } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { postgresErrorOf } from '../db/refusal.ts';

/** From a time to another, which is not included. */
export interface Span {
  from: Date;
  until: Date;
}

interface Days {
  /** Such as `2026-11-28`; both are included. */
  from: string;
  until: string;
  timeZone: string;
}

/** The calendar of the time zone is PostgreSQL's: days of 23 and 25 hours are as long as they are. */
const INVALID_PARAMETER = '22023';

/**
 * The parts that a range is shown in, oldest first: hours, days, weeks from Monday, or months, the first and the last
 * cut to the range.
 * @throws DomainError `INVALID_INPUT` for a time zone that PostgreSQL does not know
 */
export async function rangeBuckets(knex: Knex, days: Days): Promise<Span[]> {
  const unit = granularityOf(daysBetween(days.from, days.until));
  const rows = await read<Span>(knex, unit === 'hour' ? HOURS : PARTS, { ...days, unit, step: `1 ${unit}` });
  return rows.filter(({ from, until }) => from < until);
}

/**
 * The range to compare with: as far as the first has passed by the clock on the wall, in whole quarters of an hour.
 * @throws DomainError `INVALID_INPUT`
 */
export async function comparedSpan(
  knex: Knex,
  { days, now, compareTo }: { days: Days; now: Date; compareTo: DashboardComparison },
): Promise<Span | null> {
  if (compareTo === 'none') return null;
  const back = compareTo === 'previousYear' ? '1 year' : `${daysBetween(days.from, days.until)} days`;
  const [span] = await read<Span>(knex, MOVED, { ...days, back, now: now.toISOString() });
  if (span === undefined) throw new Error('no range to compare with');
  return span;
}

async function read<Row>(knex: Knex, statement: string, bindings: Record<string, string>): Promise<Row[]> {
  try {
    return (await knex.raw<{ rows: Row[] }>(statement, bindings)).rows;
  } catch (error) {
    if (postgresErrorOf(error)?.code !== INVALID_PARAMETER) throw error;
    throw new DomainError('INVALID_INPUT', `the time zone ${bindings['timeZone']} is not known`);
  }
}

const HOURS = /* sql */ `
  select h as "from", least(h + interval '1 hour', ends) as "until"
  from (
    select :from::date::timestamp at time zone :timeZone as starts,
      (:until::date + 1)::timestamp at time zone :timeZone as ends
  ) span, generate_series(starts, ends - interval '1 millisecond', interval '1 hour') h
  order by h`;

const PARTS = /* sql */ `
  select greatest(d, :from::date::timestamp) at time zone :timeZone as "from",
    least(d + :step::interval, (:until::date + 1)::timestamp) at time zone :timeZone as "until"
  from generate_series(date_trunc(:unit, :from::date::timestamp), :until::date::timestamp, :step::interval) d
  order by d`;

const MOVED = /* sql */ `
  select first at time zone :timeZone as "from",
    greatest(first, least(last, date_bin('15 minutes', passed, '2000-01-01'))) at time zone :timeZone as "until"
  from (
    select :from::date::timestamp - :back::interval as first,
      :until::date::timestamp - :back::interval + interval '1 day' as last,
      (:now::timestamptz at time zone :timeZone) - :back::interval as passed
  ) moved`;
