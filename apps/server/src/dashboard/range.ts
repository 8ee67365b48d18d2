import {
  type dashboardRangeInput,
  type dashboardRangeOutput,
  daysBetween,
  granularityOf,
} from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { comparedSpan, rangeBuckets, type Span } from './rangeBuckets.ts';
import { readPaymentSteps } from './readPaymentSteps.ts';
import { readPostings, sumPostings } from './readPostings.ts';

/** Currencies that are shown; the others are in the sums. */
const TOP_CURRENCIES = 6;

/**
 * What moved in a range of days, in parts whose length fits the range, what the desk owed at the end of each, and how
 * far the payments have come that were created in it. Every figure is the sum of the list that it opens.
 * @throws DomainError `INVALID_INPUT`
 */
export async function range(
  { knex, clock }: AppContext,
  input: z.infer<typeof dashboardRangeInput>,
): Promise<z.infer<typeof dashboardRangeOutput>> {
  const buckets = await rangeBuckets(knex, input);
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a range without a part');
  const span: Span = { from: first.from, until: last.until };
  const now = clock.now();
  const [parts, steps, other] = await Promise.all([
    readPostings(knex, buckets),
    readPaymentSteps(knex, span),
    comparedSpan(knex, { days: input, now, compareTo: input.compareTo }),
  ]);
  return {
    ...shown(span),
    granularity: granularityOf(daysBetween(input.from, input.until)),
    buckets: parts.map(({ postings, liabilitiesUsd, ...part }) => ({
      ...shown(part),
      ...postings,
      liabilitiesUsd: part.from > now ? null : liabilitiesUsd,
    })),
    totals: sumPostings(parts.map(({ postings }) => postings)),
    liabilitiesUsd: parts.at(-1)?.liabilitiesUsd ?? '0.00',
    payments: steps.all,
    currencies: steps.byCurrency.slice(0, TOP_CURRENCIES),
    comparison: other === null ? null : await compared({ knex, span: other }),
  };
}

async function compared({ knex, span }: { knex: AppContext['knex']; span: Span }) {
  const [parts, steps] = await Promise.all([readPostings(knex, [span]), readPaymentSteps(knex, span)]);
  return {
    ...shown(span),
    totals: sumPostings(parts.map(({ postings }) => postings)),
    liabilitiesUsd: parts[0]?.liabilitiesUsd ?? '0.00',
    payments: steps.all,
  };
}

/** The end is included, as in the filters of lists: the ledger keeps milliseconds. */
const shown = ({ from, until }: Span) => ({
  from: from.toISOString(),
  until: new Date(until.getTime() - 1).toISOString(),
});
