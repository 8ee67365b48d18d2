import { dashboardSeriesInput, dashboardSeriesOutput, dashboardSummaryOutput, noInput } from '@paydesk/types';
import { permitted, router } from '../trpc/procedure.ts';
import { series } from './series.ts';
import { summary } from './summary.ts';

export const dashboardRouter = router({
  summary: permitted('dashboard.read')
    .input(noInput)
    .output(dashboardSummaryOutput)
    .query(async ({ ctx }) => await summary(ctx.app)),
  series: permitted('dashboard.read')
    .input(dashboardSeriesInput)
    .output(dashboardSeriesOutput)
    .query(async ({ ctx, input }) => ({ data: await series(ctx.app, input.days ?? 30) })),
});
