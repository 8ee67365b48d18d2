import { Decimal, formatUsd, SOLO_CREDITS_A_DAY } from '@paydesk/types';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';

interface SoloCredit {
  staffId: string;
  action: string;
  amountUsd: string;
  idempotencyKey: string | null;
}

/** What was counted; released when the action failed. */
export interface Reservation {
  release(): Promise<void>;
}

/**
 * Counts what a person is about to credit alone, before they do. Concurrent calls of one person wait for each other,
 * so that together they never exceed the limit; a crash in between leaves it counted. The same idempotency key is
 * counted once. Null: it is above `SOLO_CREDIT_USD`, or above what is left of five times that in 24 hours.
 */
export async function reserveSoloCredit(ctx: AppContext, credit: SoloCredit): Promise<Reservation | null> {
  const limit = new Decimal(ctx.settings.soloCreditUsd);
  if (limit.lessThan(credit.amountUsd)) return null;
  return await transact(ctx.knex, async (trx) => {
    await trx.raw(`select pg_advisory_xact_lock(hashtextextended('solo credit ' || ?, 0))`, [credit.staffId]);
    const open = trx('solo_credits').where({ staff_id: credit.staffId }).whereNull('released_at');
    if (credit.idempotencyKey !== null) {
      const counted = await open
        .clone()
        .where({ action: credit.action, idempotency_key: credit.idempotencyKey })
        .first<object | undefined>('id');
      if (counted !== undefined) return { release: () => Promise.resolve() };
    }
    const used = await open
      .whereRaw(`created_at > clock_timestamp() - interval '24 hours'`)
      .sum<{ total: string | null }[]>({ total: 'amount_usd' });
    const total = new Decimal(used[0]?.total ?? 0).plus(credit.amountUsd);
    if (total.greaterThan(limit.times(SOLO_CREDITS_A_DAY))) return null;
    const id = newId();
    await trx('solo_credits').insert({
      id,
      staff_id: credit.staffId,
      action: credit.action,
      amount_usd: formatUsd(credit.amountUsd),
      idempotency_key: credit.idempotencyKey,
    });
    return {
      release: async () => {
        await ctx.knex('solo_credits').where({ id }).update({ released_at: ctx.knex.fn.now() });
      },
    };
  });
}
