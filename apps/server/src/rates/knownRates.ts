import type { Knex } from 'knex';
import type { Currency } from '../models/Currency.ts';
import { isUsdStablecoin, RATE_WINDOW_MS, type KnownRates } from './plausibleRate.ts';

/** The newest of each source say enough. */
const MOST = 100;

/**
 * What the desk knows about the worth of a currency: the amounts of the payments that it has issued, and the rates
 * that came with the provider's minimums every few hours.
 */
export async function knownRates(
  db: Knex,
  currency: Pick<Currency, 'code' | 'token' | 'isStable'>,
  now: Date,
): Promise<KnownRates> {
  if (isUsdStablecoin(currency)) return { isPegged: true, seen: [] };
  const { rows } = await db.raw<{ rows: { units_per_dollar: string; seen_at: Date }[] }>(
    `(select pay_amount::numeric / amount_usd::numeric as units_per_dollar, created_at as seen_at from payments
      where currency_code = :code and created_at between :since and :now
        and parent_payment_id is null and pay_amount > 0
      order by created_at desc limit ${MOST})
     union all
     (select units_per_dollar, seen_at from currency_rates
      where currency_code = :code and seen_at between :since and :now
      order by seen_at desc limit ${MOST})`,
    { code: currency.code, since: new Date(now.getTime() - RATE_WINDOW_MS), now },
  );
  return {
    isPegged: false,
    seen: rows.map(({ units_per_dollar, seen_at }) => ({ unitsPerUsd: units_per_dollar, seenAt: seen_at })),
  };
}
