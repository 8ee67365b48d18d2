import { Decimal, formatUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Finding } from './finding.ts';

/** Where everything that arrived is, USD with two decimal places. */
export interface Conservation {
  receivedUsd: string;
  /** The part of it that belongs to no payment of the desk. */
  receivedUnmatchedUsd: string;
  creditedUsd: string;
  suspenseUsd: string;
  returnedUsd: string;
  feeUsd: string;
  inFlightUsd: string;
  /** Received, and in none of these places: must be 0.00. */
  unexplainedUsd: string;
}

/**
 * Compares what payments and unmatched suspense items report as arrived with where it is. The latter is read from the
 * ledger and the suspense items, not from the columns of the payments, so that the difference is a real check.
 */
async function readConservation(db: Knex): Promise<Conservation> {
  const { rows } = await db.raw<{ rows: SumRow[] }>(SUMS);
  const row = rows[0];
  if (row === undefined) throw new Error('the sums of the books cannot be read');
  return explain(row);
}

/** What of the received amounts is in none of the other places. */
export function explain(row: SumRow): Conservation {
  const explained = [row.credited, row.suspense, row.returned, row.fee, row.in_flight].reduce(
    (sum, part) => sum.plus(part),
    new Decimal(0),
  );
  return {
    receivedUsd: formatUsd(row.received),
    receivedUnmatchedUsd: formatUsd(row.unmatched),
    creditedUsd: formatUsd(row.credited),
    suspenseUsd: formatUsd(row.suspense),
    returnedUsd: formatUsd(row.returned),
    feeUsd: formatUsd(row.fee),
    inFlightUsd: formatUsd(row.in_flight),
    unexplainedUsd: formatUsd(new Decimal(row.received).minus(explained)),
  };
}

/** `readConservation` as a check. */
export async function verifyConservation(trx: Knex): Promise<Finding> {
  const { unexplainedUsd } = await readConservation(trx);
  if (unexplainedUsd === '0.00') return { rows: 1, faults: 0, firstBad: null };
  const problem = `${unexplainedUsd} USD of what arrived are unexplained`;
  return { rows: 1, faults: 1, firstBad: { table: 'payments', id: null, problem } };
}

interface SumRow {
  received: string;
  unmatched: string;
  credited: string;
  suspense: string;
  returned: string;
  fee: string;
  in_flight: string;
}

const SUMS = /* sql */ `
  select p.received + s.unmatched as received, s.unmatched, p.in_flight, s.suspense, s.returned, s.fee, b.credited
  from (
    select coalesce(sum(amount_usd::numeric) filter (where status = 'open'), 0) as suspense,
      coalesce(sum(amount_usd::numeric) filter (where status = 'returned'), 0) as returned,
      coalesce(sum(amount_usd::numeric) filter (where status = 'written_off'), 0) as fee,
      coalesce(sum(amount_usd::numeric) filter (where payment_id is null), 0) as unmatched
    from suspense_items
  ) s, (
    select coalesce(sum(actual_amount_usd::numeric), 0) as received,
      coalesce(sum(in_flight_amount_usd::numeric), 0) as in_flight
    from payments
  ) p,
  (select coalesce(sum(total_deposited::numeric), 0) as credited from user_balances) b`;
