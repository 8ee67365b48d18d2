import { Decimal } from '@paydesk/types/rules';

/**
 * The height of each bar in whole pixels, and the amount at the top of the chart.
 * Only pixels are numbers here; the amounts themselves stay decimal.
 */
export function barHeights(amounts: readonly string[], heightPx: number): { heights: number[]; top: string } {
  const top = niceTop(
    amounts.reduce((max, amount) => Decimal.max(max, new Decimal(amount).abs()), new Decimal(0)),
  );
  const heights = amounts.map((amount) => {
    const height = new Decimal(amount).abs().times(heightPx).dividedBy(top).toDecimalPlaces(0).toNumber();
    // An amount that is not zero stays visible.
    return height === 0 && !new Decimal(amount).isZero() ? 1 : height;
  });
  return { heights, top: top.toFixed(0) };
}

/** The next of 1, 2, 5, 10, 20, 50, … that is not below. */
function niceTop(max: Decimal): Decimal {
  if (max.lessThanOrEqualTo(1)) return new Decimal(1);
  const power = new Decimal(10).pow(max.toFixed(0).length - 1);
  return (
    [1, 2, 5, 10].map((step) => power.times(step)).find((top) => top.greaterThanOrEqualTo(max)) ??
    power.times(100)
  );
}
