import type { dashboardSeriesOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { readPostings } from './readPostings.ts';

const DAY_MS = 86_400_000;

/** Postings per UTC day, including today, oldest first; days without postings are zero. */
export async function series(
  { knex, clock }: AppContext,
  days: number,
): Promise<z.infer<typeof dashboardSeriesOutput>['data']> {
  const today = Math.floor(clock.now().getTime() / DAY_MS) * DAY_MS;
  const spans = Array.from({ length: days }, (_, n) => {
    const from = today - (days - 1 - n) * DAY_MS;
    return { from: new Date(from), until: new Date(from + DAY_MS) };
  });
  return (await readPostings(knex, spans)).map(({ from, postings }) => ({
    day: from.toISOString().slice(0, 10),
    depositedUsd: postings.deposits.amountUsd,
    withdrawnUsd: postings.withdrawals.amountUsd,
    chargedUsd: postings.charges.amountUsd,
    refundedUsd: postings.refunds.amountUsd,
  }));
}
