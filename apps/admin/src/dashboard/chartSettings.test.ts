import type { TooltipItem } from 'chart.js';
import { expect, it } from 'vitest';
import { dashboardRange } from '../../test/rows.ts';
import { type ChartColors, flowChart, liabilityChart } from './chartSettings.ts';

const EXACT = '9007199254740993.01';
const empty = dashboardRange();
const range = dashboardRange({
  buckets: empty.buckets.map((bucket) => ({
    ...bucket,
    withdrawals: { count: 2, amountUsd: EXACT },
    liabilitiesUsd: EXACT,
  })),
});
const colors: ChartColors = {
  deposits: '',
  withdrawals: '',
  fees: '',
  liabilities: '',
  text: '',
  line: '',
  paper: '',
  font: '',
};
const open = () => {};
const item = (datasetIndex: number) => ({ dataIndex: 0, datasetIndex }) as TooltipItem<'bar' | 'line'>;
type Chart = ReturnType<typeof flowChart>;
const tooltipOf = (chart: Chart, datasetIndex: number): unknown =>
  Reflect.apply(chart.options?.plugins?.tooltip?.callbacks?.label ?? open, undefined, [item(datasetIndex)]);

it('draws what goes out downwards, and no bar for nothing', () => {
  const [deposits, withdrawals] = flowChart({ range, colors, open }).data.datasets;
  expect(deposits?.data[0]).toBeNull();
  expect(withdrawals?.data[0]).toBeLessThan(0);
});

it.each([
  [30, 64],
  [64, 64],
  [71, 96],
])('an axis whose labels need %d pixels has %d', (width, given) => {
  const scale = { width };
  const { y } = flowChart({ range, colors, open }).options?.scales ?? {};
  Reflect.apply(y?.afterFit ?? open, undefined, [scale]);
  expect(scale.width).toBe(given);
});

it('says exact amounts, also those that a chart cannot draw exactly', () => {
  expect(tooltipOf(flowChart({ range, colors, open }), 1)).toBe('Withdrawals: $9,007,199,254,740,993.01 (2)');
  expect(tooltipOf(liabilityChart({ range, colors, open }), 0)).toBe(
    'Owed to users: $9,007,199,254,740,993.01',
  );
});
