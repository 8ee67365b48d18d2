import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';

const KEPT_MS = 30 * 24 * 3_600_000;

/** Keeps a rate that the provider gave, to compare later ones with; rates from over 30 days before are dropped. */
export async function recordRate(
  db: Knex,
  { currencyCode, unitsPerUsd, at }: { currencyCode: string; unitsPerUsd: string; at: Date },
): Promise<void> {
  await db('currency_rates')
    .where({ currency_code: currencyCode })
    .where('seen_at', '<', new Date(at.getTime() - KEPT_MS))
    .delete();
  await db('currency_rates').insert({
    id: newId(at),
    currency_code: currencyCode,
    units_per_dollar: unitsPerUsd,
    seen_at: at,
  });
}
