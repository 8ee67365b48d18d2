import { Decimal } from '@paydesk/types/rules';
import { shortUsd } from '../../fields/formats.ts';

const DIGITS = 7;

/** "1 BTC = $67,321.12": dollars with cents from one dollar on, more places below. */
export function rateText(currency: string, rateUsd: string): string {
  const rate = new Decimal(rateUsd);
  return `1 ${currency} = ${rate.greaterThanOrEqualTo(1) ? shortUsd(rate.toFixed(2)) : `$${rate.toSignificantDigits(DIGITS).toFixed()}`}`;
}
