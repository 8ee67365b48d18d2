import {
  dashboardHealthOutput,
  dashboardRangeInput,
  dashboardRangeOutput,
  dashboardSeriesInput,
  dashboardSeriesOutput,
  dashboardSummaryOutput,
  noInput,
} from '@paydesk/types';
import { permitted, router } from '../trpc/procedure.ts';
import { health } from './health.ts';
import { range } from './range.ts';
import { series } from './series.ts';
import { summary } from './summary.ts';

export const dashboardRouter = router({
  summary: permitted('dashboard.read')
    .input(noInput)
    .output(dashboardSummaryOutput)
    .query(async ({ ctx }) => await summary(ctx.app)),
  /** What moved in a range of days, and what the desk owed; costs the same for ten payments and ten million. */
  range: permitted('dashboard.read')
    .input(dashboardRangeInput)
    .output(dashboardRangeOutput)
    .query(async ({ ctx, input }) => await range(ctx.app, input)),
  /** Whether the provider answers, and what the latest verification found. */
  health: permitted('dashboard.read')
    .input(noInput)
    .output(dashboardHealthOutput)
    .query(async ({ ctx }) => await health(ctx.app)),
  series: permitted('dashboard.read')
    .input(dashboardSeriesInput)
    .output(dashboardSeriesOutput)
    .query(async ({ ctx, input }) => ({ data: await series(ctx.app, input.days ?? 30) })),
});
