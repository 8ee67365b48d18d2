import { Decimal, formatUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Posted } from '../base/actor.ts';
import { newId } from '../base/identifiers.ts';

export interface AmountLimit {
  table: 'solo_credits' | 'api_key_uses';
  /** A member of staff, or an API key. */
  ownerId: string;
  /** The path of the procedure; `of` decides which amounts of the last 24 hours are added up. */
  action: string;
  of: 'allActions' | 'thisAction';
  /** Null: no limit. */
  callUsd: string | null;
  dayUsd: string | null;
}

/**
 * Counts what was just posted, in the same transaction: it counts if and only if the posting exists, and the row names
 * it. Transactions of one owner wait for each other here, so that together they never exceed a limit.
 * @returns false when it is above the limit of one call, or above what is left for 24 hours: nothing was counted
 */
export async function countAmount(
  trx: Knex.Transaction,
  { table, ownerId, action, of, callUsd, dayUsd }: AmountLimit,
  posted: Posted,
): Promise<boolean> {
  const owner = table === 'solo_credits' ? { staff_id: ownerId } : { api_key_id: ownerId };
  // The last lock of the transaction: two that wait for each other cannot happen.
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`${table} ${ownerId}`]);
  const amountUsd = formatUsd(new Decimal(posted.amountUsd).abs());
  if (callUsd !== null && new Decimal(amountUsd).greaterThan(callUsd)) return false;
  const recent = trx(table)
    .where(owner)
    .whereNull('released_at')
    .whereRaw(`created_at > clock_timestamp() - interval '24 hours'`);
  if (of === 'thisAction') void recent.where({ action });
  const [sum] = await recent.sum<{ total: string | null }[]>({ total: 'amount_usd' });
  if (dayUsd !== null && new Decimal(sum?.total ?? 0).plus(amountUsd).greaterThan(dayUsd)) return false;
  await trx(table).insert({ id: newId(), ...owner, action, amount_usd: amountUsd, resource_id: posted.id });
  return true;
}
