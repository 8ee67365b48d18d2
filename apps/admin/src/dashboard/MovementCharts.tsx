import { Box, useTheme } from '@mui/material';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { type Figure, postedUntil } from '@paydesk/types/rules';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { shortUsd } from '../fields/formats.ts';
import { figurePath } from '../fields/links.tsx';
import type { DashboardRange } from '../providers/records.ts';
import { t } from '../texts/t.ts';
import { type ChartColors, flowChart, liabilityChart } from './chartSettings.ts';
import { type Movement, movementFigure, MOVEMENTS } from './movements.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

const OWED_AT_THE_END: Record<DashboardRange['granularity'], string> = {
  hour: t('Owed to users at the end of each hour'),
  day: t('Owed to users at the end of each day'),
  week: t('Owed to users at the end of each week'),
  month: t('Owed to users at the end of each month'),
};

/** Money in above the axis and out below it, and the balances under it on the same times. A click opens the rows. */
export function MovementCharts({ range }: { range: DashboardRange }) {
  const { palette, typography } = useTheme();
  const navigate = useNavigate();
  const open = (figure: Figure) => void navigate(figurePath(figure));
  const colors: ChartColors = {
    deposits: palette.primary.main,
    withdrawals: palette.warning.main,
    fees: palette.info.main,
    liabilities: palette.text.secondary,
    text: palette.text.secondary,
    line: palette.divider,
    paper: palette.background.paper,
    font: typography.fontFamily ?? 'sans-serif',
  };
  const totalOf = (name: Movement) => `${MOVEMENTS[name].label} ${shortUsd(range.totals[name].amountUsd)}`;
  return (
    <Box component="figure" sx={{ m: 0 }} aria-hidden>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2.5, mb: 1, fontSize: '0.9rem' }}>
        <Legend color={colors.deposits} text={totalOf('deposits')} />
        <Legend color={colors.withdrawals} text={totalOf('withdrawals')} />
        <Legend color={colors.fees} text={totalOf('fees')} />
      </Box>
      <Canvas
        height={210}
        chart={flowChart({
          range,
          colors,
          open: (name, index) => {
            const bucket = range.buckets[index];
            if (bucket) open(movementFigure(name, bucket));
          },
        })}
      />
      <Box sx={{ mt: 1.5, mb: 0.5, fontSize: '0.9rem' }}>
        <Legend color={colors.liabilities} text={OWED_AT_THE_END[range.granularity]} />
      </Box>
      <Canvas
        height={120}
        chart={liabilityChart({
          range,
          colors,
          open: (index) => {
            const bucket = range.buckets[index];
            if (bucket && bucket.liabilitiesUsd !== null) open(postedUntil(bucket.until));
          },
        })}
      />
    </Box>
  );
}

/** Draws once, and again when what it shows has changed: the pointer stays where it is. */
function Canvas({ chart, height }: { chart: ChartConfiguration<'bar' | 'line'>; height: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<Chart<'bar' | 'line'> | null>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    if (drawn.current === null) drawn.current = new Chart(canvas.current, chart);
    else {
      drawn.current.data = chart.data;
      drawn.current.options = chart.options ?? {};
      drawn.current.update();
    }
  });
  useEffect(
    () => () => {
      drawn.current?.destroy();
      drawn.current = null;
    },
    [],
  );
  return (
    <Box sx={{ position: 'relative', height, minWidth: 0 }}>
      <canvas ref={canvas} />
    </Box>
  );
}

const Legend = ({ color, text }: { color: string; text: string }) => (
  <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75 }}>
    <Box component="span" sx={{ width: 10, height: 10, borderRadius: '2px', backgroundColor: color }} />
    {text}
  </Box>
);
