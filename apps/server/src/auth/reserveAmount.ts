import { Decimal, formatUsd } from '@paydesk/types';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { Knex } from 'knex';

/** What was counted; released when the action has failed. */
export interface Reservation {
  release(): Promise<void>;
}

export interface AmountToReserve {
  table: 'solo_credits' | 'api_key_uses';
  /** A member of staff, or an API key. */
  ownerId: string;
  /** The path of the procedure; `of` decides which amounts of the last 24 hours are added up. */
  action: string;
  of: 'allActions' | 'thisAction';
  amountUsd: string;
  /** Null: no limit. */
  callUsd: string | null;
  dayUsd: string | null;
  idempotencyKey: string | null;
}

/**
 * Counts an amount before it is moved. Concurrent calls of one owner wait for each other, so that together they never
 * exceed a limit; a crash before the action leaves the amount counted. The same idempotency key is counted once. Null:
 * it is above the limit of one call, or above what is left for 24 hours.
 */
export async function reserveAmount(knex: Knex, amount: AmountToReserve): Promise<Reservation | null> {
  const { table, ownerId, action, amountUsd, callUsd, dayUsd, idempotencyKey } = amount;
  const owner = table === 'solo_credits' ? { staff_id: ownerId } : { api_key_id: ownerId };
  return await transact(knex, async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`${table} ${ownerId}`]);
    const counted = trx(table).where(owner).whereNull('released_at');
    if (idempotencyKey !== null) {
      const first = await counted
        .clone()
        .where({ action, idempotency_key: idempotencyKey })
        .first<object | undefined>('id');
      if (first !== undefined) return { release: () => Promise.resolve() };
    }
    if (callUsd !== null && new Decimal(amountUsd).greaterThan(callUsd)) return null;
    const recent = counted.clone().whereRaw(`created_at > clock_timestamp() - interval '24 hours'`);
    if (amount.of === 'thisAction') void recent.where({ action });
    const [sum] = await recent.sum<{ total: string | null }[]>({ total: 'amount_usd' });
    if (dayUsd !== null && new Decimal(sum?.total ?? 0).plus(amountUsd).greaterThan(dayUsd)) return null;
    const id = newId();
    await trx(table).insert({
      id,
      ...owner,
      action,
      amount_usd: formatUsd(amountUsd),
      idempotency_key: idempotencyKey,
    });
    return {
      release: async () => {
        await knex(table).where({ id }).update({ released_at: knex.fn.now() });
      },
    };
  });
}
