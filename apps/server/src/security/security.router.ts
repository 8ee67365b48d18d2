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
  noInput,
} from '@paydesk/types';
import { z } from 'zod';
import { router, staffOnly } from '../trpc/procedure.ts';
import { addPasskey } from './addPasskey.ts';
import { disableTotp } from './disableTotp.ts';
import { newRecoveryCodes } from './newRecoveryCodes.ts';
import { presentChallenge } from './presentChallenge.ts';
import { presentOverview, presentPasskey } from './presentOverview.ts';
import { removePasskey } from './removePasskey.ts';
import { renamePasskey } from './renamePasskey.ts';
import { startPasskey } from './startPasskey.ts';

const own = staffOnly('session.read');

const ok = z.object({ ok: z.literal(true) });

/**
 * A person's own second factors, and the challenges to sign for an action. An authenticator app is set up
 * through better-auth: `/api/auth/two-factor/enable`.
 */
export const securityRouter = router({
  overview: own
    .input(noInput)
    .output(securityOverviewOutput)
    .query(async ({ ctx }) => await presentOverview(ctx.app, ctx.staff)),
  /** Which second factors this action requires of the caller, and what a passkey has to sign. */
  challenge: own
    .input(stepUpChallengeInput)
    .output(stepUpChallengeOutput)
    .query(async ({ ctx, input }) => await presentChallenge(ctx.app, ctx.staff, input)),
  passkeyOptions: own
    .input(noInput)
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
