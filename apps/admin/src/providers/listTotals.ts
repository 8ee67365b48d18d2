import type { ResourceName, Totals } from './records.ts';
import { serverFilter } from './serverFilter.ts';
import { trpc } from './trpc.ts';

interface TotalsOf {
  totals: { query(input: { filter?: never; isExact?: boolean }): Promise<Totals> };
}

const SUMMED: Partial<Record<ResourceName, TotalsOf>> = {
  payments: trpc.payments,
  withdrawals: trpc.withdrawals,
  transactions: trpc.transactions,
  suspense: trpc.suspense,
  balances: trpc.balances,
};

/** Whether the rows of a list have amounts to sum. */
export const isSummed = (resource: string): resource is ResourceName => Object.hasOwn(SUMMED, resource);

/** How many rows the filter of a list leaves, and their sums. */
export async function listTotals(
  resource: ResourceName,
  filter: Record<string, unknown>,
  isExact: boolean,
): Promise<Totals> {
  const summed = SUMMED[resource];
  if (!summed) throw new RangeError(`${resource} have no amounts`);
  // The server checks the filter, as that of the list.
  const translated = serverFilter(resource, filter, new Date()) as never;
  return await summed.totals.query({ filter: translated, isExact });
}
