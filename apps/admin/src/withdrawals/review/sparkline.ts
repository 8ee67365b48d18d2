import { Decimal } from '@paydesk/types/rules';

export interface Sparkline {
  /** The stepped line, as an SVG path: a balance stays until it changes. */
  line: string;
  /** The area below it. */
  area: string;
  /** The highest balance, unrounded. */
  top: string;
}

/**
 * Draws balances in whole pixels from left to right, zero at the bottom. Only pixels are numbers here; the
 * amounts stay decimal.
 */
export function sparkline(balances: readonly string[], width: number, height: number): Sparkline {
  const top = balances.reduce(
    (most, balance) => (new Decimal(balance).greaterThan(most) ? balance : most),
    '0.00',
  );
  const x = (index: number) => Math.round((index * width) / Math.max(1, balances.length));
  const y = (balance: string) =>
    height -
    (top === '0.00' ? 0 : new Decimal(balance).times(height).dividedBy(top).toDecimalPlaces(0).toNumber());
  const steps = balances.map(
    (balance, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(balance)}H${x(index + 1)}`,
  );
  const line = steps.join('');
  return { line, area: line === '' ? '' : `${line}V${height}H0Z`, top };
}
