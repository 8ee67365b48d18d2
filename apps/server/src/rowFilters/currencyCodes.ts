import type { Knex } from 'knex';
import { Currency } from '../models/Currency.ts';

interface CurrencyFilter {
  currencyCode?: string | string[] | undefined;
  network?: string | string[] | undefined;
}

/**
 * The codes that a filter by currency and network leaves, undefined for all. Read before the list, so that the plan of
 * its statement knows how many rows each code has.
 */
export async function currencyCodesOf(
  knex: Knex,
  { currencyCode, network }: CurrencyFilter,
): Promise<string[] | undefined> {
  const wanted = currencyCode === undefined ? undefined : [currencyCode].flat();
  if (network === undefined) return wanted;
  const currencies = await Currency.query(knex).whereIn('network', [network].flat()).select('code');
  const codes = currencies.map(({ code }) => code);
  return wanted === undefined ? codes : codes.filter((code) => wanted.includes(code));
}
