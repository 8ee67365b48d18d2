import {
  passkeyAddInput,
  passkeyCreationOptionsOutput,
  passkeyOutput,
  passkeyRemoveInput,
  passkeyRenameInput,
  recoveryCodesInput,
  recoveryCodesOutput,
  securityOverviewOutput,
  stepUpChallengeInput,
  stepUpChallengeOutput,
  totpDisableInput,
} from '@paydesk/types';
import { z } from 'zod';
import { permitted, router } from '../trpc/procedure.ts';
import { addPasskey } from './addPasskey.ts';
import { disableTotp } from './disableTotp.ts';
import { newRecoveryCodes } from './newRecoveryCodes.ts';
import { presentChallenge } from './presentChallenge.ts';
import { presentOverview, presentPasskey } from './presentOverview.ts';
import { removePasskey } from './removePasskey.ts';
import { renamePasskey } from './renamePasskey.ts';
import { requireStaff } from './requireStaff.ts';
import { startPasskey } from './startPasskey.ts';

/**
 * Second factors are a person's own: apps and end users have none, and are refused before their input is
 * read.
 */
const own = permitted('session.read').use(
  async ({ ctx, next }) => await next({ ctx: { staff: requireStaff(ctx) } }),
);

const ok = z.object({ ok: z.literal(true) });

/**
 * A person's own second factors, and what to sign for a deed. Setting up an authenticator app is
 * better-auth's: `/api/auth/two-factor/enable`.
 */
export const securityRouter = router({
  overview: own
    .output(securityOverviewOutput)
    .query(async ({ ctx }) => await presentOverview(ctx.app, ctx.staff.id)),
  /** What this person must give for this deed, and what a passkey would sign. */
  challenge: own
    .input(stepUpChallengeInput)
    .output(stepUpChallengeOutput)
    .query(async ({ ctx, input }) => await presentChallenge(ctx.app, ctx.staff.id, input)),
  passkeyOptions: own
    .output(passkeyCreationOptionsOutput)
    .mutation(async ({ ctx }) => await startPasskey(ctx.app, ctx.staff)),
  addPasskey: own
    .input(passkeyAddInput)
    .output(passkeyOutput)
    .mutation(async ({ ctx, input }) =>
      presentPasskey(await addPasskey(ctx.app, ctx.actor, ctx.staff.id, input)),
    ),
  renamePasskey: own
    .input(passkeyRenameInput)
    .output(passkeyOutput)
    .mutation(async ({ ctx, input }) =>
      presentPasskey(await renamePasskey(ctx.app, ctx.actor, ctx.staff.id, input)),
    ),
  removePasskey: own
    .input(passkeyRemoveInput)
    .output(ok)
    .mutation(async ({ ctx, input }) => {
      await removePasskey(ctx.app, ctx.actor, ctx.staff.id, { id: input.id, proof: input.proof });
      return { ok: true as const };
    }),
  newRecoveryCodes: own
    .input(recoveryCodesInput)
    .output(recoveryCodesOutput)
    .mutation(async ({ ctx, input }) => ({
      recoveryCodes: await newRecoveryCodes(ctx.app, ctx.actor, ctx.staff.id, { proof: input.proof }),
    })),
  disableTotp: own
    .input(totpDisableInput)
    .output(ok)
    .mutation(async ({ ctx, input }) => {
      await disableTotp(ctx.app, ctx.actor, ctx.staff.id, { password: input.password, proof: input.proof });
      return { ok: true as const };
    }),
});
