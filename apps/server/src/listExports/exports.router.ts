import { exportCreateInput, exportCreateOutput, exportIdInput, exportOutput } from '@paydesk/types';
import { router, staffOnly } from '../trpc/procedure.ts';
import { cancelExport, findExport } from './cancelExport.ts';
import { createExport } from './createExport.ts';
import { presentExport } from './presentExport.ts';

const own = staffOnly('exports.manage');

/** The caller's own exports of lists. What a list is filtered to is what its export contains. */
export const exportsRouter = router({
  /** Answers the address of the file, which is downloaded once. */
  create: own
    .input(exportCreateInput)
    .output(exportCreateOutput)
    .mutation(async ({ ctx: { app, actor, staff }, input }) => {
      const { row, ticket } = await createExport(app, { staff, actor }, input);
      return {
        ...presentExport(row, app.clock.now()),
        url: `/api/exports/${row.id}?ticket=${ticket}`,
      };
    }),
  /** How far it is. */
  get: own
    .input(exportIdInput)
    .output(exportOutput)
    .query(async ({ ctx: { app, staff }, input }) =>
      presentExport(await findExport(app, staff.id, input.id), app.clock.now()),
    ),
  cancel: own
    .input(exportIdInput)
    .output(exportOutput)
    .mutation(async ({ ctx: { app, actor, staff }, input }) =>
      presentExport(await cancelExport(app, actor, { staffId: staff.id, id: input.id }), app.clock.now()),
    ),
});
