import type { ChartConfiguration, ChartOptions, TooltipItem } from 'chart.js';
import { axisUsd, shortUsd } from '../fields/formats.ts';
import type { DashboardRange } from '../providers/records.ts';
import { t } from '../texts/t.ts';
import { bucketLabel, bucketTitle } from './bucketLabels.ts';
import { MOVEMENTS } from './movements.ts';

const DRAWN = ['deposits', 'withdrawals', 'fees'] as const;
type Drawn = (typeof DRAWN)[number];

export interface ChartColors extends Record<
  Drawn | 'liabilities' | 'text' | 'line' | 'paper' | 'font',
  string
> {}

type AnyChart = ChartConfiguration<'bar' | 'line'>;
type Items = TooltipItem<'bar' | 'line'>[];

interface Drawing {
  range: DashboardRange;
  colors: ChartColors;
}

/** Deposits upwards, withdrawals and fees downwards, on one scale. */
export function flowChart({
  range,
  colors,
  open,
}: Drawing & { open: (name: Drawn, index: number) => void }): AnyChart {
  const { buckets } = range;
  const base = options({ range, colors });
  return {
    type: 'bar',
    data: {
      labels: buckets.map((bucket) => bucketLabel(bucket, range.granularity)),
      datasets: DRAWN.map((name) => ({
        label: MOVEMENTS[name].label,
        data: buckets.map((bucket) => barOf(bucket[name].amountUsd, name === 'deposits' ? 1 : -1)),
        backgroundColor: colors[name],
        borderRadius: 2,
        minBarLength: 2,
        stack: name === 'deposits' ? 'in' : 'out',
        grouped: false,
        categoryPercentage: 0.9,
        barPercentage: 0.9,
      })),
    },
    options: {
      ...base,
      onClick: (event, elements, chart) => {
        const [hit] = elements;
        if (hit === undefined) return;
        const exact = chart.getElementsAtEventForMode(
          event as unknown as Event,
          'point',
          { intersect: true },
          false,
        )[0];
        const zero = chart.scales['y']?.getPixelForValue(0) ?? 0;
        const name = exact ? DRAWN[exact.datasetIndex] : (event.y ?? 0) <= zero ? 'deposits' : 'withdrawals';
        if (name !== undefined) open(name, hit.index);
      },
      plugins: {
        legend: { display: false },
        tooltip: tooltip({ range, colors }, ({ dataIndex, datasetIndex }) => {
          const name = DRAWN[datasetIndex];
          const counted = name && buckets[dataIndex]?.[name];
          return name && counted
            ? t('{label}: {amount} ({count})', {
                label: MOVEMENTS[name].label,
                amount: shortUsd(counted.amountUsd),
                count: counted.count,
              })
            : '';
        }),
      },
    },
  };
}

/** The sum of all balances at the end of each part. */
export function liabilityChart({
  range,
  colors,
  open,
}: Drawing & { open: (index: number) => void }): AnyChart {
  const { buckets } = range;
  const base = options({ range, colors });
  return {
    type: 'line',
    data: {
      labels: buckets.map((bucket) => bucketLabel(bucket, range.granularity)),
      datasets: [
        {
          label: t('Owed to users'),
          data: buckets.map(({ liabilitiesUsd }) =>
            liabilitiesUsd === null ? null : placeOf(liabilitiesUsd),
          ),
          borderColor: colors.liabilities,
          backgroundColor: colors.liabilities,
          borderWidth: 2,
          pointRadius: buckets.length > 40 ? 0 : 2.5,
          pointHitRadius: 12,
        },
      ],
    },
    options: {
      ...base,
      onClick: (_event, elements) => {
        if (elements[0] !== undefined) open(elements[0].index);
      },
      plugins: {
        legend: { display: false },
        tooltip: tooltip({ range, colors }, ({ dataIndex }) =>
          t('Owed to users: {amount}', { amount: shortUsd(buckets[dataIndex]?.liabilitiesUsd ?? '0.00') }),
        ),
      },
    },
  };
}

/** Nothing has no bar, and a little has a low one. */
const barOf = (amountUsd: string, direction: 1 | -1): number | null =>
  amountUsd === '0.00' ? null : placeOf(amountUsd) * direction;

/**
 * Where an amount is drawn on its axis: Chart.js makes pixels of it. Only that is a number; legends, tooltips, tiles
 * and the table have the exact amount.
 */
const placeOf = (amountUsd: string): number => Number(amountUsd);

/** Pixels for the labels of amounts, which differ in length by language: their axis has one of a few widths. */
const LEAST_AXIS = 64;
const AXIS_STEP = 32;

function options({ colors }: Drawing): ChartOptions<'bar' | 'line'> {
  const font = { family: colors.font, size: 11 };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: 'index', intersect: false },
    onHover: (event, elements) => {
      const target = event.native?.target;
      if (target instanceof HTMLElement) target.style.cursor = elements.length > 0 ? 'pointer' : 'default';
    },
    scales: {
      x: {
        grid: { display: false },
        border: { color: colors.line },
        ticks: { color: colors.text, font, maxRotation: 0, autoSkipPadding: 18 },
      },
      y: {
        beginAtZero: true,
        // Both charts begin at the same place, and no label is cut.
        afterFit: (scale) => {
          scale.width = Math.max(LEAST_AXIS, Math.ceil(scale.width / AXIS_STEP) * AXIS_STEP);
        },
        grid: { color: colors.line },
        border: { display: false },
        ticks: {
          color: colors.text,
          font,
          maxTicksLimit: 5,
          callback: (value) => axisUsd(Math.abs(Number(value))),
        },
      },
    },
  };
}

function tooltip({ range, colors }: Drawing, line: (item: TooltipItem<'bar' | 'line'>) => string) {
  return {
    backgroundColor: colors.paper,
    titleColor: colors.text,
    bodyColor: colors.text,
    borderColor: colors.line,
    borderWidth: 1,
    padding: 10,
    boxPadding: 4,
    callbacks: {
      title: (items: Items) => {
        const bucket = range.buckets[items[0]?.dataIndex ?? -1];
        return bucket ? bucketTitle(bucket, range.granularity) : '';
      },
      label: line,
    },
  } satisfies Partial<Record<string, unknown>> & {
    callbacks: { title: (items: Items) => string; label: (item: TooltipItem<'bar' | 'line'>) => string };
  };
}
