import { doctorInput, doctorOutput } from '@paydesk/types';
import { permitted, router } from '../trpc/procedure.ts';
import { sharedReport } from './sharedReport.ts';

/** Joins the procedures of `system`, a layer below. */
export const doctorRouter = router({
  /** What `paydesk doctor` finds on this server. */
  doctor: permitted('system.read')
    .input(doctorInput)
    .output(doctorOutput)
    .query(async ({ ctx, input }) => await sharedReport(ctx.app, { again: input.again === true })),
});
