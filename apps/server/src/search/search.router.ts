import { searchInput, searchOutput } from '@paydesk/types';
import { router, staffOnly } from '../trpc/procedure.ts';
import { findRecords } from './findRecords.ts';

export const searchRouter = router({
  /** What staff typed or pasted, looked for everywhere that they may read. */
  find: staffOnly('dashboard.read')
    .input(searchInput)
    .output(searchOutput)
    .query(async ({ ctx, input }) => ({
      groups: await findRecords(ctx.app, input.query, ctx.principal.permissions),
    })),
});
