import { formatUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import { type Conservation, explain } from '../verify/conservation.ts';

interface Books {
  conservation: Conservation;
  /** The sum of all balances. */
  liabilitiesUsd: string;
  users: number;
}

/**
 * Reads where all money that ever arrived is, from the totals of all time and what is not in them yet: the rows
 * themselves are not read, except those that are in flight. `paydesk verify` compares totals and rows. One statement:
 * its parts belong to the same moment.
 */
export async function readBooks(knex: Knex): Promise<Books> {
  const { rows } = await knex.raw<{ rows: BookRow[] }>(BOOKS);
  const [row] = rows;
  if (row === undefined) throw new Error('the totals of the books cannot be read');
  return {
    conservation: explain(row),
    liabilitiesUsd: formatUsd(row.liabilities),
    users: Number(row.users),
  };
}

interface BookRow {
  received: string;
  unmatched: string;
  credited: string;
  suspense: string;
  returned: string;
  fee: string;
  in_flight: string;
  liabilities: string;
  users: string;
}

const sumOf = (condition: string) => `coalesce(sum(amount_usd) filter (where ${condition}), 0)::text`;

// The ledger is the sum of all balances, and its deposits are what was credited.
const BOOKS = /* sql */ `
  select
    ${sumOf(`measure in ('payments.paid', 'books.paid_again', 'books.suspense_unmatched')`)} as received,
    ${sumOf(`measure = 'books.suspense_unmatched'`)} as unmatched,
    ${sumOf(`measure = 'posted.deposit'`)} as credited,
    ${sumOf(`measure = 'books.suspense_open'`)} as suspense,
    ${sumOf(`measure = 'books.suspense_returned'`)} as returned,
    ${sumOf(`measure = 'books.suspense_written_off'`)} as fee,
    ${sumOf(`measure like 'posted.%'`)} as liabilities,
    coalesce(sum(count) filter (where measure = 'books.balances'), 0)::text as users,
    (select coalesce(sum(in_flight_amount_usd::numeric), 0)::text from payments where in_flight_amount_usd > 0)
      as in_flight
  from (
    select measure, count, amount_usd::numeric from figure_totals where minutes = 0
    union all
    select measure, count, amount_usd::numeric from figure_changes
  ) found`;
