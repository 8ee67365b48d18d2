import type { Currency } from '../models/Currency.ts';

/**
 * Where a currency's picture is: always on the desk itself, so that no page of ours tells a third party who
 * looks at it.
 */
export function logoPath({ code }: Pick<Currency, 'code'>): string {
  return `/currency-logos/${code.toLowerCase()}.svg`;
}
