import { formatUsd, type TransactionType } from '@paydesk/types';
import type { Knex } from 'knex';

const QUARTER_MS = 900_000;

/**
 * Reads what was posted since a time, by type, in the sign of the ledger: up to the next quarter of an hour from the
 * rows, after it from the totals and what is not in them yet.
 */
export async function readPostedSince<Type extends TransactionType>(
  knex: Knex,
  from: Date,
  types: readonly Type[],
): Promise<Record<Type, string>> {
  const { rows } = await knex.raw<{ rows: { type: Type; amount: string }[] }>(POSTED, {
    from,
    types: [...types],
    quarter: new Date(Math.ceil(from.getTime() / QUARTER_MS) * QUARTER_MS),
  });
  const amountOf = (type: Type) => formatUsd(rows.find((row) => row.type === type)?.amount ?? '0');
  return Object.fromEntries(types.map((type) => [type, amountOf(type)])) as Record<Type, string>;
}

const POSTED = /* sql */ `
  select type, sum(amount_usd)::text as amount
  from (
    select transaction_type as type, amount_usd::numeric from transactions
    where transaction_type = any(:types) and created_at >= :from::timestamptz and created_at < :quarter::timestamptz
    union all
    select substr(measure, 8), amount_usd from figure_totals
    where minutes = 15 and starts_at >= :quarter::timestamptz and measure like 'posted.%'
    union all
    select substr(measure, 8), amount_usd from figure_changes
    where at >= :quarter::timestamptz and measure like 'posted.%'
  ) found
  group by type`;
