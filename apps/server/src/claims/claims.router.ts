import {
  claimChangedOutput,
  claimHandOverInput,
  claimListOutput,
  claimReleaseInput,
  claimTakeInput,
  colleaguesInput,
  colleaguesOutput,
  noInput,
} from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import type { StaffPrincipal } from '../auth/principal.ts';
import { router, staffOnly } from '../trpc/procedure.ts';
import { handOverClaim, releaseClaim, takeClaim } from './changeClaim.ts';
import { listClaims, listColleagues } from './listClaims.ts';
import { requireMayTake, type Subject } from './openSubject.ts';

/** Who works on which withdrawal, suspense item or change request. Informs colleagues, and blocks no one. */
export const claimsRouter = router({
  open: staffOnly('claims.read')
    .input(noInput)
    .output(claimListOutput)
    .query(async ({ ctx }) => ({ data: await listClaims(ctx.app.knex, ctx.staff) })),
  /** To whom the caller can hand such a row over. */
  colleagues: staffOnly('claims.read')
    .input(colleaguesInput)
    .output(colleaguesOutput)
    .query(async ({ ctx, input: { subjectKind } }) => {
      requireMayTake(ctx.staff, subjectKind);
      return { data: await listColleagues(ctx.app.knex, ctx.staff, subjectKind) };
    }),
  take: staffOnly('claims.take')
    .input(claimTakeInput)
    .output(claimChangedOutput)
    .mutation(async ({ ctx: { app, staff, actor }, input }) => {
      await takeClaim({ ctx: app, staff, actor }, input);
      return await claimOf(app, staff, input);
    }),
  release: staffOnly('claims.take')
    .input(claimReleaseInput)
    .output(claimChangedOutput)
    .mutation(async ({ ctx: { app, staff, actor }, input }) => {
      await releaseClaim({ ctx: app, staff, actor }, input);
      return await claimOf(app, staff, input);
    }),
  handOver: staffOnly('claims.take')
    .input(claimHandOverInput)
    .output(claimChangedOutput)
    .mutation(async ({ ctx: { app, staff, actor }, input }) => {
      await handOverClaim({ ctx: app, staff, actor }, input);
      return await claimOf(app, staff, input);
    }),
});

async function claimOf({ knex }: AppContext, staff: StaffPrincipal, { subjectKind, subjectId }: Subject) {
  const [claim] = await listClaims(knex, staff, { subjectKind, subjectId });
  return { claim: claim ?? null };
}
